import type { Store } from './store.ts'

/** Consecutive numbers, reserved in blocks. */
export interface Counter extends Store<number> {
  /** Reserves `count` numbers and returns the first of them. */
  take(count: number): number
}

export const createCounter = (first: number): Counter => {
  let next = first
  return {
    take: (count) => {
      const start = next
      next += count
      return start
    },
    state: () => next,
    restore: (state) => {
      next = state
    },
  }
}

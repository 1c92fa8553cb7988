import type { Store } from './store.ts'

/** A set of keys. */
export interface KeySet extends Store<readonly string[]> {
  add(key: string): void
  has(key: string): boolean
}

export const createKeySet = (): KeySet => {
  const keys = new Set<string>()
  return {
    add: (key) => {
      keys.add(key)
    },
    has: (key) => keys.has(key),
    state: () => [...keys],
    restore: (state) => {
      keys.clear()
      for (const key of state) keys.add(key)
    },
  }
}

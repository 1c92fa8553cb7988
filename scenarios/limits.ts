import type { InnerProblem } from './problem.ts'

/** The maximum size of a scenario, bank or persona file, in bytes. */
export const MAX_FILE_SIZE: number = 1024 * 1024
/** The maximum number of lists and maps within each other. */
export const MAX_DEPTH = 100
/** The maximum number of values; what an alias stands for counts every time. */
const MAX_VALUES = 50_000

export const TOO_DEEP: string = `is nested deeper than ${MAX_DEPTH} levels of lists and maps; make it flatter`

/**
 * Returns the first value that makes a file too deep or too large: what follows is checked by functions that call
 * themselves, and often enough to take minutes for a file that nobody would write.
 */
export const findExcess = (value: unknown): InnerProblem | undefined => {
  const open: { value: unknown; path: InnerProblem['path'] }[] = [{ value, path: [] }]
  for (let count = 1; ; count++) {
    const next = open.pop()
    if (next === undefined) return undefined
    if (count > MAX_VALUES) {
      return { path: next.path, message: `comes after ${MAX_VALUES} values, which is the maximum` }
    }
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.path.length === MAX_DEPTH) return { path: next.path, message: TOO_DEEP }
    const inner: [string | number, unknown][] = Array.isArray(next.value)
      ? [...next.value.entries()]
      : Object.entries(next.value)
    for (const [key, each] of inner.toReversed()) open.push({ value: each, path: [...next.path, key] })
  }
}

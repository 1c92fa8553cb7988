import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Returns the bytes of the heap that are in use after a garbage collection. */
export const measureHeap = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The growth that a heap may show although nothing leaks. */
export interface Growth {
  /** A share of the heap, such as 0.05. */
  readonly share: number
  readonly bytes: number
}

/** The third and the fourth quarter of the measurements of a heap, as medians. */
export const compareQuarters = (heaps: readonly number[]): { third: number; fourth: number } => {
  const [half, last] = [Math.floor(heaps.length / 2), Math.floor((heaps.length * 3) / 4)]
  return { third: median(heaps.slice(half, last)), fourth: median(heaps.slice(last)) }
}

/** Returns true if a heap no longer grows in its second half. */
export const isFlat = (heaps: readonly number[], { share, bytes }: Growth): boolean => {
  const { third, fourth } = compareQuarters(heaps)
  return fourth <= third * (1 + share) + bytes
}

export const toMebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

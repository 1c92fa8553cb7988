import type { Sleep } from '../../../client/index.ts'

/** Creates a clock that only `sleep` and `advance` move, so that no test waits. */
export const createClock = (start = Date.UTC(2024, 0, 1)) => {
  let time = start
  const slept: number[] = []
  const sleep: Sleep = async (milliseconds) => {
    slept.push(milliseconds)
    time += milliseconds
  }
  return { now: () => time, sleep, slept, advance: (milliseconds: number) => (time += milliseconds) }
}

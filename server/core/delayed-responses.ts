import type { Job } from '../world/jobs.ts'
import type { Clock } from './clock.ts'

/** Answers that wait for a moment. What waits is a live connection, so a snapshot of the world does not keep it. */
export interface HeldAnswers {
  /**
   * Waits until the world's clock shows the moment, or, where that clock stands still or is slow, at most as many real
   * milliseconds: an answer that only a moved clock could release would hang a test that never moves it.
   */
  until(moment: number, atMost: number): Promise<void>
  /** Lets go of one whose moment has come. */
  release(hold: number): void
  /** Lets go of all. */
  stop(): void
}

const LONGEST_TIMER = 2 ** 31 - 1

export const createHeldAnswers = (clock: Clock<Job>): HeldAnswers => {
  const held = new Map<number, () => void>()
  let last = 0

  return {
    until: (moment, atMost) => {
      const rest = moment - clock.now()
      if (rest <= 0) return Promise.resolve()
      const hold = ++last
      return new Promise((resolve) => {
        const letGo = (): void => {
          clearTimeout(timer)
          held.delete(hold)
          resolve()
        }
        const timer = setTimeout(letGo, Math.min(atMost, LONGEST_TIMER))
        held.set(hold, letGo)
        clock.schedule(rest, { job: 'release-answer', hold })
      })
    },
    release: (hold) => held.get(hold)?.(),
    stop: () => {
      for (const letGo of [...held.values()]) letGo()
    },
  }
}

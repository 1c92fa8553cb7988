import type { Clock } from './clock.ts'

/** Responses that wait for a moment. A waiting response is a live connection, so no snapshot keeps it. */
export interface DelayedResponses {
  /**
   * Waits until the world's clock shows the moment, or, with a clock that stands still or is slow, at most as many real
   * milliseconds: a response that only a moved clock could release would hang a test that never moves it.
   */
  until(moment: number, atMost: number): Promise<void>
  /** Releases one whose moment has come. */
  release(responseId: number): void
  /** Releases all. */
  stop(): void
}

/** The job that releases a response. */
export interface ReleaseResponse {
  job: 'release-response'
  responseId: number
}

/** The longest time that Node's timers accept. */
const MAX_TIMEOUT = 2 ** 31 - 1

export const createDelayedResponses = (clock: Pick<Clock<ReleaseResponse>, 'now' | 'schedule'>): DelayedResponses => {
  const waiting = new Map<number, () => void>()
  let lastId = 0

  return {
    until: (moment, atMost) => {
      const rest = moment - clock.now()
      if (rest <= 0) return Promise.resolve()
      const responseId = ++lastId
      return new Promise((resolve) => {
        const release = (): void => {
          clearTimeout(timer)
          waiting.delete(responseId)
          resolve()
        }
        const timer = setTimeout(release, Math.min(atMost, MAX_TIMEOUT))
        waiting.set(responseId, release)
        clock.schedule(rest, { job: 'release-response', responseId })
      })
    },
    release: (responseId) => waiting.get(responseId)?.(),
    stop: () => {
      for (const release of [...waiting.values()]) release()
    },
  }
}

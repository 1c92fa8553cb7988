import type { Clock } from './clock.ts'

/** Responses that are sent later. A delayed response is a live connection, so snapshots do not contain it. */
export interface DelayedResponses {
  /**
   * Waits until the world's clock shows the time, but at most `maxDelay` real milliseconds: with a frozen clock, a test
   * that never advances it would hang. The signal ends the wait earlier, because the client no longer waits either.
   */
  until(time: number, maxDelay: number, signal: AbortSignal): Promise<void>
  /** Releases a response that is due. */
  release(responseId: number): void
  /** Releases every response. */
  stop(): void
}

/** The job that releases a response. */
export interface ReleaseResponse {
  job: 'release-response'
  responseId: number
}

/** The longest timeout that Node accepts, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1

export const createDelayedResponses = (
  clock: Pick<Clock<ReleaseResponse>, 'now' | 'schedule' | 'cancel'>,
): DelayedResponses => {
  const waiting = new Map<number, () => void>()
  let lastId = 0

  return {
    until: (time, maxDelay, signal) => {
      const rest = time - clock.now()
      if (rest <= 0 || signal.aborted) return Promise.resolve()
      const responseId = ++lastId
      const job: ReleaseResponse = { job: 'release-response', responseId }
      return new Promise((resolve) => {
        const release = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', release)
          waiting.delete(responseId)
          // A wait that ended by itself leaves nothing that `settle` would move the clock for.
          clock.cancel(job)
          resolve()
        }
        const timer = setTimeout(release, Math.min(maxDelay, MAX_TIMEOUT))
        signal.addEventListener('abort', release)
        waiting.set(responseId, release)
        clock.schedule(rest, job)
      })
    },
    release: (responseId) => waiting.get(responseId)?.(),
    stop: () => {
      for (const release of [...waiting.values()]) release()
    },
  }
}

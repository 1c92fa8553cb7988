import { AbortedError } from './errors.ts'

/** Waits for the given milliseconds; should end early when the signal fires, if it can. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<unknown>

/** Returns the result of `work`, or rejects with AbortedError as soon as the signal fires. */
export const abortable = async <T>(work: T | PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work
  let onAbort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([aborted, work])
  } catch (error) {
    // Work that honours the signal rejects with an error of its own, perhaps before `aborted` does.
    throw signal.aborted ? new AbortedError(signal) : error
  } finally {
    // A signal may outlive thousands of calls.
    signal.removeEventListener('abort', onAbort)
  }
}

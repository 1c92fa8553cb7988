import type { BankConnection } from './api-types.ts'

/** What every error of this client descends from. */
export class FinApiError extends Error {
  override readonly name: string = 'FinApiError'
}

/** No answer came: the name did not resolve, the connection broke, … The reason is in `cause`. */
export class NetworkError extends FinApiError {
  override readonly name = 'NetworkError'

  constructor(
    readonly endpoint: string,
    cause: unknown,
  ) {
    super(`${endpoint}: no answer (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

/** The caller's signal ended the call. Its reason is in `cause`. */
export class AbortedError extends FinApiError {
  override readonly name = 'AbortedError'

  constructor(signal: AbortSignal) {
    super('Aborted by the signal that the caller passed', { cause: signal.reason })
  }
}

/** Something took longer than the caller wanted to wait. */
export class TimeoutError extends FinApiError {
  override readonly name: string = 'TimeoutError'

  constructor(
    message: string,
    readonly timeout: number,
  ) {
    super(message)
  }
}

/** One HTTP exchange took longer than `timeout`. What it asked for may have happened all the same. */
export class RequestTimeoutError extends TimeoutError {
  override readonly name = 'RequestTimeoutError'

  constructor(
    readonly endpoint: string,
    timeout: number,
  ) {
    super(`${endpoint}: no complete answer within ${timeout} ms`, timeout)
  }
}

/** The bank connection was still busy when the time was up; its last state is in `connection`. */
export class WaitTimeoutError extends TimeoutError {
  override readonly name = 'WaitTimeoutError'

  constructor(
    readonly connection: BankConnection,
    timeout: number,
  ) {
    const { id, updateStatus, categorizationStatus } = connection
    super(
      `Bank connection ${id} is not ready after ${timeout} ms ` +
        `(updateStatus ${updateStatus}, categorizationStatus ${categorizationStatus})`,
      timeout,
    )
  }
}

/** The import was accepted, but the download behind it failed on at least one interface. */
export class DownloadFailedError extends FinApiError {
  override readonly name = 'DownloadFailedError'

  constructor(readonly connection: BankConnection) {
    const reasons = failedDownloads(connection).map(
      ({ lastManualUpdate: update }) => `${update?.result}${update?.errorMessage ? `: ${update.errorMessage}` : ''}`,
    )
    super(`The download of bank connection ${connection.id} failed (${reasons.join('; ')})`)
  }
}

/** The interfaces whose last manual update did not succeed. */
export const failedDownloads = (connection: BankConnection): BankConnection['interfaces'][number][] => {
  const interfaces: BankConnection['interfaces'][number][] = connection.interfaces
  // v1 says null and v2 nothing at all where there was no manual update yet; neither is a failure.
  return interfaces.filter(({ lastManualUpdate }) => lastManualUpdate && lastManualUpdate.result !== 'OK')
}

export const isFinApiError = (error: unknown): error is FinApiError => error instanceof FinApiError
export const isNetworkError = (error: unknown): error is NetworkError => error instanceof NetworkError
export const isAbortedError = (error: unknown): error is AbortedError => error instanceof AbortedError
export const isTimeoutError = (error: unknown): error is TimeoutError => error instanceof TimeoutError
export const isDownloadFailedError = (error: unknown): error is DownloadFailedError =>
  error instanceof DownloadFailedError

/** The base class of every error that this client throws. */
export class FinApiError extends Error {
  override readonly name: string = 'FinApiError'
}

/** No response arrived: the name did not resolve, the connection broke, … The reason is in `cause`. */
export class NetworkError extends FinApiError {
  override readonly name = 'NetworkError'

  constructor(
    readonly endpoint: string,
    cause: unknown,
  ) {
    super(`${endpoint}: no response (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

/** The caller's signal ended the call. The signal's reason is in `cause`. */
export class AbortedError extends FinApiError {
  override readonly name = 'AbortedError'

  constructor(signal: AbortSignal) {
    super('Aborted by the signal of the caller', { cause: signal.reason })
  }
}

/** A time limit of the caller was exceeded. */
export class TimeoutError extends FinApiError {
  override readonly name: string = 'TimeoutError'

  constructor(
    message: string,
    readonly timeout: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** One HTTP exchange took longer than `timeout`. finAPI may have processed the request all the same. */
export class RequestTimeoutError extends TimeoutError {
  override readonly name = 'RequestTimeoutError'

  constructor(
    readonly endpoint: string,
    timeout: number,
    cause: unknown,
  ) {
    super(`${endpoint}: no complete response within ${timeout} ms`, timeout, { cause })
  }
}

export const isFinApiError = (error: unknown): error is FinApiError => error instanceof FinApiError
export const isNetworkError = (error: unknown): error is NetworkError => error instanceof NetworkError
export const isAbortedError = (error: unknown): error is AbortedError => error instanceof AbortedError
export const isTimeoutError = (error: unknown): error is TimeoutError => error instanceof TimeoutError

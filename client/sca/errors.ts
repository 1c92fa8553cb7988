import type { ScaChallenge } from './api-types.ts'
import { FinApiError } from './errors.ts'
import type { Psu } from './sca.ts'

/** A strong customer authentication that ended without a yes or a no from the bank. */
export class ScaError extends FinApiError {
  override readonly name: string = 'ScaError'
}

/** The caller's signal ended the flow; its reason is in `cause`. */
export class ScaAbortedError extends ScaError {
  override readonly name = 'ScaAbortedError'
}

/** The flow took longer than the caller's `timeout`. */
export class ScaTimeoutError extends ScaError {
  override readonly name = 'ScaTimeoutError'

  constructor(
    readonly timeout: number,
    readonly challenge: ScaChallenge,
  ) {
    super(`The flow was still at ${challenge.status} after ${timeout} ms`)
  }
}

/** The bank asks for something that this client does not know. */
export class UnexpectedScaStatusError extends ScaError {
  override readonly name = 'UnexpectedScaStatusError'

  constructor(readonly challenge: ScaChallenge) {
    super(`Unknown multi-step authentication status ${challenge.status}; a newer client may know it`)
  }
}

/** A 510 that lacks what its status promises, for example REDIRECT_REQUIRED without a URL. */
export class InvalidChallengeError extends ScaError {
  override readonly name = 'InvalidChallengeError'
}

/** The bank asks something, and the `psu` object has no callback to answer it. */
export class MissingPsuCallbackError extends ScaError {
  override readonly name = 'MissingPsuCallbackError'

  constructor(
    readonly callback: keyof Psu,
    readonly challenge: ScaChallenge,
  ) {
    super(`The bank answers ${challenge.status}, which needs psu.${callback}; pass that callback`)
  }
}

/** The bank keeps asking. Without this bound a bank in a loop would keep the PSU in it. */
export class TooManyScaStepsError extends ScaError {
  override readonly name = 'TooManyScaStepsError'

  constructor(
    readonly maxSteps: number,
    readonly challenge: ScaChallenge,
  ) {
    super(`The bank asked more than ${maxSteps} times; its last status is ${challenge.status}`)
  }
}

/** The PSU came back with another flow's context: a mix-up of two PSUs, or an attack. */
export class RedirectContextMismatchError extends ScaError {
  override readonly name = 'RedirectContextMismatchError'

  constructor(
    readonly contextField: string,
    readonly expected: string,
    readonly received: readonly string[],
  ) {
    super(`The redirect returned ${contextField}=${received.join(', ') || '(nothing)'}, expected ${expected}`)
  }
}

export const isScaError = (error: unknown): error is ScaError => error instanceof ScaError
export const isScaAbortedError = (error: unknown): error is ScaAbortedError => error instanceof ScaAbortedError
export const isScaTimeoutError = (error: unknown): error is ScaTimeoutError => error instanceof ScaTimeoutError
export const isMissingPsuCallbackError = (error: unknown): error is MissingPsuCallbackError =>
  error instanceof MissingPsuCallbackError

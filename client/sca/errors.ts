import { FinApiError } from '../errors.ts'
import type { AdditionalAuthenticationRequiredError } from '../http/response-errors.ts'
import type { Psu } from './psu.ts'
import type { ScaChallenge } from './types.ts'

/** A strong customer authentication that ended without a decision of the bank. */
export class ScaError extends FinApiError {
  override readonly name: string = 'ScaError'
}

/** The caller's signal ended the flow; the signal's reason is in `cause`. */
export class ScaAbortedError extends ScaError {
  override readonly name = 'ScaAbortedError'
}

/** The flow took longer than the caller's `timeout`. */
export class ScaTimeoutError extends ScaError {
  override readonly name = 'ScaTimeoutError'
  readonly challenge: ScaChallenge

  constructor(
    readonly timeout: number,
    question: AdditionalAuthenticationRequiredError,
  ) {
    super(`The flow was still at ${question.challenge.status} after ${timeout} ms`, { cause: question })
    this.challenge = question.challenge
  }
}

/** The bank requires a step that this client does not support. */
export class UnexpectedScaStatusError extends ScaError {
  override readonly name = 'UnexpectedScaStatusError'
  readonly challenge: ScaChallenge

  constructor(question: AdditionalAuthenticationRequiredError) {
    const { status } = question.challenge
    super(`Unknown multi-step authentication status ${status}; a newer client may support it`, { cause: question })
    this.challenge = question.challenge
  }
}

/** A 510 without a field that its status requires, for example REDIRECT_REQUIRED without a URL. */
export class InvalidChallengeError extends ScaError {
  override readonly name = 'InvalidChallengeError'
}

/** The bank asks a question that the `psu` object has no callback for. */
export class MissingPsuCallbackError extends ScaError {
  override readonly name = 'MissingPsuCallbackError'
  readonly challenge: ScaChallenge

  constructor(
    readonly callback: keyof Psu,
    question: AdditionalAuthenticationRequiredError,
  ) {
    super(`${question.challenge.status} requires psu.${callback}; pass that callback`, { cause: question })
    this.challenge = question.challenge
  }
}

/** The bank asked more questions than `maxSteps`, which keeps the PSU out of an endless loop. */
export class TooManyScaStepsError extends ScaError {
  override readonly name = 'TooManyScaStepsError'
  readonly challenge: ScaChallenge

  constructor(
    readonly maxSteps: number,
    question: AdditionalAuthenticationRequiredError,
  ) {
    const { status } = question.challenge
    super(`The bank asked more than ${maxSteps} questions; the last one is ${status}`, { cause: question })
    this.challenge = question.challenge
  }
}

/** The PSU returned with another flow's context: two PSUs were mixed up, or it is an attack. */
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

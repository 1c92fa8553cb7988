import { abortable, type Sleep } from './abort.ts'
import { AbortedError } from './errors.ts'
import {
  type AdditionalAuthenticationRequiredError,
  isAdditionalAuthenticationRequiredError,
  isFinApiResponseError,
} from './http/response-errors.ts'
import { readChallenge, readRedirect, toRedirectCallback } from './sca/challenge.ts'
import {
  InvalidChallengeError,
  MissingPsuCallbackError,
  ScaAbortedError,
  ScaTimeoutError,
  TooManyScaStepsError,
  UnexpectedScaStatusError,
} from './sca/errors.ts'
import type { Psu } from './sca/psu.ts'
import type { ScaCallback, ScaChallenge } from './sca/types.ts'

/** Sends the request of a flow: its first one without `callback`, each later one with the same fields and `callback`. */
export type ScaStep<T> = (callback: ScaCallback | undefined) => Promise<T>

export interface ScaOptions {
  readonly signal?: AbortSignal | undefined
  /** The number of questions that the bank may ask; polls do not count. */
  readonly maxSteps: number
  /** Milliseconds for the whole flow, checked before each request; only `signal` ends a callback early. */
  readonly timeout: number
  /** Milliseconds before each poll of a decoupled approval. */
  readonly pollInterval: number
  readonly now: () => number
  readonly sleep: Sleep
}

/**
 * Repeats a request until the bank has no more questions, and returns the result. finAPI responds with 510 and one
 * question at a time. Only the bank knows their order and number, so this function expects no certain order.
 *
 * Each repetition sends all fields of the first request (the step does that) and `multiStepAuthentication`:
 * - `hash`: always the latest; most flows keep theirs, a decoupled approval may return another one
 * - `twoStepProcedureId`: kept once chosen, as in the examples of finAPI's guide
 * - the answer to the latest question only; finAPI refuses an unexpected TAN with NO_EXISTING_CHALLENGE
 *
 * @example
 * const connection = await completeSca(
 *   (callback) => postImport({ ...fields, ...(callback && { multiStepAuthentication: callback }) }),
 *   psu,
 *   { maxSteps: 20, timeout: 900_000, pollInterval: 5_000, now: Date.now, sleep },
 * )
 */
export const completeSca = async <T>(step: ScaStep<T>, psu: Psu, options: ScaOptions): Promise<T> => {
  const { signal, maxSteps, timeout, pollInterval, now, sleep } = options
  const deadline = now() + timeout
  let callback: ScaCallback | undefined
  let procedure: Pick<ScaCallback, 'twoStepProcedureId'> = {}
  let approval: ScaChallenge | undefined
  let questionCount = 0

  const answer = async (question: AdditionalAuthenticationRequiredError): Promise<Omit<ScaCallback, 'hash'>> => {
    const { challenge } = question
    switch (challenge.status) {
      // The bank offers several procedures and the PSU chooses one. This list counts, not the one of the connection.
      case 'TWO_STEP_PROCEDURE_REQUIRED': {
        if (!challenge.twoStepProcedures?.length) throw createInvalidChallengeError(question, 'twoStepProcedures')
        if (!psu.chooseProcedure) throw new MissingPsuCallbackError('chooseProcedure', question)
        procedure = { twoStepProcedureId: await psu.chooseProcedure(challenge.twoStepProcedures, signal) }
        return {}
      }
      // Embedded approach: the PSU types the TAN that a text, an image or a flicker code leads to. After a wrong TAN,
      // a bank may ask again.
      case 'CHALLENGE_RESPONSE_REQUIRED': {
        if (!psu.answerChallenge) throw new MissingPsuCallbackError('answerChallenge', question)
        return { challengeResponse: await psu.answerChallenge(readChallenge(challenge), signal) }
      }
      // Redirect approach: the PSU's browser visits the bank and returns with a query string, which is passed on
      // unchanged. A PSU who cancels at the bank returns in the same way; then finAPI's next response is a 422.
      case 'REDIRECT_REQUIRED': {
        if (!psu.visitRedirect) throw new MissingPsuCallbackError('visitRedirect', question)
        const redirect = readRedirect(challenge)
        if (!redirect) {
          throw createInvalidChallengeError(question, 'redirectUrl, redirectContext or redirectContextField')
        }
        return { redirectCallback: toRedirectCallback(await psu.visitRedirect(redirect, signal), redirect) }
      }
      // Decoupled approach: the PSU approves on another device while the request is repeated, every 5 seconds at most.
      // Some banks start with IN_PROGRESS, so either status may be the first one.
      case 'DECOUPLED_AUTH_REQUIRED':
      case 'DECOUPLED_AUTH_IN_PROGRESS': {
        if (!psu.approveDecoupled) throw new MissingPsuCallbackError('approveDecoupled', question)
        if (!approval) await psu.approveDecoupled({ message: challenge.challengeMessage ?? undefined }, signal)
        approval = challenge
        await sleep(Math.max(0, Math.min(pollInterval, deadline - now())), signal)
        return { decoupledCallback: true }
      }
      default:
        // A status of a newer contract fails to compile here; a status that only the server knows ends the flow.
        challenge.status satisfies never
        throw new UnexpectedScaStatusError(question)
    }
  }

  try {
    if (signal?.aborted) throw new AbortedError(signal)
    while (true) {
      const outcome = await abortable(attempt(step, callback), signal)
      if ('result' in outcome) return outcome.result
      const { question } = outcome
      const { challenge } = question
      if (approval && !isSameApproval(approval, challenge)) approval = undefined
      if (!approval && ++questionCount > maxSteps) throw new TooManyScaStepsError(maxSteps, question)
      const answered = await abortable(answer(question), signal)
      if (now() >= deadline) throw new ScaTimeoutError(timeout, question)
      callback = { hash: challenge.hash, ...procedure, ...answered }
    }
  } catch (error) {
    if (error instanceof AbortedError) throw new ScaAbortedError('The flow was aborted', { cause: error.cause })
    throw error
  }
}

const attempt = async <T>(step: ScaStep<T>, callback: ScaCallback | undefined) => {
  try {
    return { result: await step(callback) }
  } catch (error) {
    if (isAdditionalAuthenticationRequiredError(error)) return { question: error }
    if (isFinApiResponseError(error) && error.status === 510) {
      throw new InvalidChallengeError('The 510 has no multiStepAuthentication', { cause: error })
    }
    throw error
  }
}

const createInvalidChallengeError = (question: AdditionalAuthenticationRequiredError, missing: string) =>
  new InvalidChallengeError(`${question.challenge.status} has no ${missing}`, { cause: question })

/**
 * Returns true if a decoupled status belongs to the approval that the PSU was asked for. IN_PROGRESS always does. With
 * REQUIRED, a bank may mean "not yet" or ask for a second approval, which has another hash or another text.
 */
const isSameApproval = (asked: ScaChallenge, latest: ScaChallenge): boolean =>
  latest.status === 'DECOUPLED_AUTH_IN_PROGRESS' ||
  (latest.status === 'DECOUPLED_AUTH_REQUIRED' &&
    latest.hash === asked.hash &&
    latest.challengeMessage === asked.challengeMessage)

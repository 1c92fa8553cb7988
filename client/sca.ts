import { abortable, type Sleep } from './abort.ts'
import type { ScaCallback, ScaChallenge, TwoStepProcedure } from './api-types.ts'
import { AbortedError } from './errors.ts'
import { isAdditionalAuthenticationRequiredError, isFinApiResponseError } from './response-errors.ts'
import { type Challenge, type Redirect, readChallenge, readRedirect, redirectCallback } from './sca-challenge.ts'
import {
  InvalidChallengeError,
  MissingPsuCallbackError,
  ScaAbortedError,
  ScaTimeoutError,
  TooManyScaStepsError,
  UnexpectedScaStatusError,
} from './sca-errors.ts'

type Answer<T> = T | PromiseLike<T>

/**
 * How the flow reaches the PSU. A callback may take as long as the PSU does; it gets the flow's signal, and when it
 * throws (the PSU pressed "cancel") its error is what the caller sees. Leave out only what cannot occur.
 */
export interface Psu {
  /** Shows the methods the bank offers; answers the `procedureId` of the chosen one. */
  chooseProcedure?(procedures: TwoStepProcedure[], signal?: AbortSignal): Answer<string>
  /** Shows a challenge; answers what the PSU typed. */
  answerChallenge?(challenge: Challenge, signal?: AbortSignal): Answer<string>
  /** Sends the PSU's browser to the bank; answers the URL or query string that it came back with. */
  visitRedirect?(redirect: Redirect, signal?: AbortSignal): Answer<string>
  /** Tells the PSU to approve on their device, and returns once they know. Called once for each approval. */
  approveDecoupled?(approval: { message: string | undefined }, signal?: AbortSignal): Answer<void>
}

/** One call of the API: without `callback` it starts the flow, with it the same call goes on with the flow. */
export type ScaStep<T> = (callback: ScaCallback | undefined) => Promise<T>

export interface ScaOptions {
  signal?: AbortSignal | undefined
  /** How often the bank may ask something new; polls do not count. */
  maxSteps: number
  /** Milliseconds for the whole flow, looked at before each call; a callback is cut short by `signal` only. */
  timeout: number
  /** Milliseconds before each poll of a decoupled approval. */
  pollInterval: number
  now: () => number
  sleep: Sleep
}

/**
 * Repeats a call until the bank has asked everything it wants to know. finAPI answers 510 with one question at a
 * time, in an order and number that only the bank knows, so nothing here expects a certain sequence.
 *
 * Each repetition sends all fields of the first call (that is the step's business) plus `multiStepAuthentication`:
 * - `hash`: always the latest; most flows keep theirs, a decoupled stage may hand out another one
 * - `twoStepProcedureId`: kept once chosen, as the guide's examples do
 * - the one answer to the last question; a TAN that was sent with nobody asking is NO_EXISTING_CHALLENGE
 */
export const completeSca = async <T>(step: ScaStep<T>, psu: Psu, options: ScaOptions): Promise<T> => {
  const { signal, maxSteps, timeout, pollInterval, now, sleep } = options
  const giveUpAt = now() + timeout
  let callback: ScaCallback | undefined
  let procedure: Pick<ScaCallback, 'twoStepProcedureId'> = {}
  let approval: ScaChallenge | undefined
  let questions = 0

  const reply = async (challenge: ScaChallenge): Promise<Omit<ScaCallback, 'hash'>> => {
    switch (challenge.status) {
      // The bank offers several methods: the PSU picks one. The list counts, not the one stored on the connection.
      case 'TWO_STEP_PROCEDURE_REQUIRED': {
        if (!challenge.twoStepProcedures?.length) {
          throw new InvalidChallengeError('TWO_STEP_PROCEDURE_REQUIRED came without twoStepProcedures')
        }
        if (!psu.chooseProcedure) throw new MissingPsuCallbackError('chooseProcedure', challenge)
        procedure = { twoStepProcedureId: await psu.chooseProcedure(challenge.twoStepProcedures, signal) }
        return {}
      }
      // Embedded approach: the PSU types back what a text, an image or a flicker code led to. Also after a wrong
      // TAN, where the bank allows another try.
      case 'CHALLENGE_RESPONSE_REQUIRED': {
        if (!psu.answerChallenge) throw new MissingPsuCallbackError('answerChallenge', challenge)
        return { challengeResponse: await psu.answerChallenge(readChallenge(challenge), signal) }
      }
      // Redirect approach: the PSU's browser goes to the bank and comes back with a query string, which goes on
      // whole. Cancelling at the bank looks the same; the next call then answers 422.
      case 'REDIRECT_REQUIRED': {
        if (!psu.visitRedirect) throw new MissingPsuCallbackError('visitRedirect', challenge)
        const redirect = readRedirect(challenge)
        return { redirectCallback: redirectCallback(await psu.visitRedirect(redirect, signal), redirect) }
      }
      // Decoupled approach: the PSU approves on another device while the call is repeated, at most every 5 seconds.
      // Some banks start with IN_PROGRESS, so either status may be the first the PSU should hear of.
      case 'DECOUPLED_AUTH_REQUIRED':
      case 'DECOUPLED_AUTH_IN_PROGRESS': {
        if (!psu.approveDecoupled) throw new MissingPsuCallbackError('approveDecoupled', challenge)
        if (!approval) await psu.approveDecoupled({ message: challenge.challengeMessage ?? undefined }, signal)
        approval = challenge
        await sleep(Math.max(0, Math.min(pollInterval, giveUpAt - now())), signal)
        return { decoupledCallback: true }
      }
      default:
        // A status that a newer contract adds fails to compile here; one that only the server knows ends the flow.
        challenge.status satisfies never
        throw new UnexpectedScaStatusError(challenge)
    }
  }

  try {
    if (signal?.aborted) throw new AbortedError(signal)
    while (true) {
      const outcome = await abortable(attempt(step, callback), signal)
      if ('result' in outcome) return outcome.result
      const { challenge } = outcome
      if (approval && !isSameApproval(approval, challenge)) approval = undefined
      if (!approval && ++questions > maxSteps) throw new TooManyScaStepsError(maxSteps, challenge)
      const answer = await abortable(reply(challenge), signal)
      if (now() >= giveUpAt) throw new ScaTimeoutError(timeout, challenge)
      callback = { hash: challenge.hash, ...procedure, ...answer }
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
    if (isAdditionalAuthenticationRequiredError(error)) return { challenge: error.challenge }
    if (isFinApiResponseError(error) && error.status === 510) {
      throw new InvalidChallengeError('A 510 came without multiStepAuthentication', { cause: error })
    }
    throw error
  }
}

/**
 * Whether a decoupled status repeats the approval that the PSU was told of. IN_PROGRESS always does. REQUIRED may be
 * a bank's way to say "not yet", or a second approval; that one has another hash or another text.
 */
const isSameApproval = (told: ScaChallenge, latest: ScaChallenge): boolean =>
  latest.status === 'DECOUPLED_AUTH_IN_PROGRESS' ||
  (latest.status === 'DECOUPLED_AUTH_REQUIRED' &&
    latest.hash === told.hash &&
    latest.challengeMessage === told.challengeMessage)

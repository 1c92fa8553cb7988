import {
  additionalAuthenticationRequired,
  bankServerRejection,
  type FinApiError,
  illegalFieldValue,
  invalidTwoStepProcedure,
  missingField,
  noExistingChallenge,
} from '../errors.ts'
import type { Text } from '../text.ts'
import type { World } from '../world.ts'
import type { Challenge } from './challenge.ts'
import { flickerCode } from './flicker-code.ts'
import { currentHash, type Flow } from './flow.ts'
import {
  asTwoStepProcedure,
  continueSca,
  REDIRECT_CONTEXT_FIELD,
  type ScaAnswer,
  type ScaProblem,
  type ScaState,
} from './sca-flow.ts'

/** finAPI's own words, where it asks and not the bank. */
const SELECT_PROCEDURE: Text = {
  de: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden',
  en: 'SCA method selection is required',
}
const ENTER_CODE: Text = {
  de: 'Es ist eine zusätzliche Authentifizierung erforderlich. Bitte geben Sie folgenden Code an: {answer}',
  en: 'Additional authentication is required. Please enter the following code: {answer}',
}
const CONFIRM_ON_DEVICE: Text = {
  de: 'Bitte bestätigen Sie auf ihrem externen Gerät die Anmeldung',
  en: 'Please confirm the login on your external device',
}

/**
 * Hears an answer, if there is one, and returns when the authentication is complete. Otherwise it throws: 510 with
 * the next challenge, the bank's rejection, or the refusal of an answer that does not fit, which changes nothing.
 */
export const authenticationOutcome = (world: World, flow: Flow, answer?: ScaAnswer): void => {
  if (answer !== undefined) {
    const result = continueSca(flow.state, answer, world.ids)
    if ('problem' in result) throw refusal(result, flow)
    enter(world, flow, result.state)
  }
  const { state } = flow
  if (state.status === 'COMPLETED') {
    world.flows.remove(flow)
    return
  }
  if (state.status === 'REJECTED') {
    world.flows.remove(flow)
    throw bankServerRejection(state.message)
  }
  throw additionalAuthenticationRequired(challengeOf(flow, state))
}

const enter = (world: World, flow: Flow, state: ScaState): void => {
  // The guide shows a new hash where an approval on another device begins, and one hash everywhere else.
  const beginsDecoupled = state.status === 'DECOUPLED_AUTH_REQUIRED' && flow.state !== state
  if (beginsDecoupled) world.flows.addHash(flow, world.ids.hash())
  world.flows.setState(flow, state)
}

const challengeOf = (
  flow: Flow,
  state: Exclude<ScaState, { status: 'COMPLETED' } | { status: 'REJECTED' }>,
): Challenge => {
  const { status } = state
  const hash = currentHash(flow)
  switch (status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return { hash, status, title: SELECT_PROCEDURE, procedures: state.procedures.map(asTwoStepProcedure) }
    case 'CHALLENGE_RESPONSE_REQUIRED': {
      const { answer, label, message } = state.step.challenge
      return {
        hash,
        status,
        message: fillIn(message ?? ENTER_CODE, answer),
        answerFieldLabel: label ?? 'TAN',
        ...(state.type === 'PHOTO' ? { photo: { text: answer } } : {}),
        ...(state.type === 'FLICKER_CODE' ? { opticalData: opticalData(hash, answer) } : {}),
      }
    }
    case 'REDIRECT_REQUIRED':
      return {
        hash,
        status,
        redirectUrl: `${flow.bankPageUrl}?${REDIRECT_CONTEXT_FIELD}=${state.context}`,
        redirectContext: state.context,
        redirectContextField: REDIRECT_CONTEXT_FIELD,
      }
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return { hash, status, message: state.step.decoupled.message ?? CONFIRM_ON_DEVICE }
    default:
      return state satisfies never
  }
}

const fillIn = (text: Text, answer: string): Text => {
  const fill = (words: string): string => words.replaceAll('{answer}', answer)
  return typeof text === 'string' ? fill(text) : { de: fill(text.de), en: fill(text.en) }
}

/** A start code that belongs to the flow, and the answer where it is a number, as a bank shows an amount or account. */
const opticalData = (hash: string, answer: string): string => {
  const startCode = String(Number.parseInt(hash.slice(0, 8), 16) % 100_000_000).padStart(8, '0')
  return flickerCode({ startCode, elements: /^\d+$/.test(answer) ? [answer] : [] })
}

const refusal = (problem: ScaProblem, flow: Flow): FinApiError => {
  const { status } = flow.state
  switch (problem.problem) {
    case 'missing-answer':
      return missingField(`Status ${status} must be answered with multiStepAuthentication.${problem.field}.`)
    case 'no-pending-challenge':
      return noExistingChallenge(
        `multiStepAuthentication.${problem.field} was set, but the pending status is ${status}.`,
      )
    case 'unknown-procedure':
      return invalidTwoStepProcedure(
        `Two-step procedure '${problem.procedureId}' is not offered. Offered are: ${problem.known.join(', ')}.`,
      )
    case 'foreign-callback':
      return illegalFieldValue(
        `redirectCallback must carry ${REDIRECT_CONTEXT_FIELD}=${problem.expected}, but ${
          problem.given === undefined ? 'carries none' : `carries '${problem.given}'`
        }.`,
      )
    default:
      return problem satisfies never
  }
}

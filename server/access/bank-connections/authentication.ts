import { asTwoStepProcedure } from '../../../scenarios/steps.ts'
import type { Text } from '../../core/text.ts'
import type { Challenge } from '../../sca/challenge.ts'
import { type Explanation, expectationOf, givenAnswer } from '../../sca/explanation.ts'
import { flickerCode } from '../../sca/flicker-code.ts'
import { currentHash, type Flow } from '../../sca/flows.ts'
import {
  continueSca,
  type PendingState,
  pathOf,
  REDIRECT_CONTEXT_FIELD,
  type ScaAnswer,
  type ScaProblem,
  type ScaState,
} from '../../sca/sca-flow.ts'
import type { World } from '../../world/world.ts'
import {
  additionalAuthenticationRequired,
  type FinApiError,
  illegalFieldValue,
  invalidTwoStepProcedure,
  missingField,
  noExistingChallenge,
  rejected,
} from '../errors.ts'
import { lockLogin } from './login-lock.ts'

/** finAPI's own words, where it asks and not the bank. */
const SELECT_PROCEDURE: Text = {
  de: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden',
  en: 'SCA method selection is required',
}
const ENTER_CODE: Text = {
  de: 'Es ist eine zusätzliche Authentifizierung erforderlich. Bitte geben Sie folgenden Code an: {answer}',
  en: 'Additional authentication is required. Please enter the following code: {answer}',
}
const CODE_REQUIRED: Text = {
  de: 'Es ist eine zusätzliche Authentifizierung erforderlich.',
  en: 'Additional authentication is required.',
}
const CONFIRM_ON_DEVICE: Text = {
  de: 'Bitte bestätigen Sie auf ihrem externen Gerät die Anmeldung',
  en: 'Please confirm the login on your external device',
}

/** What an authentication led to when nothing more is asked. */
export interface Authenticated {
  /** The procedure that was chosen in the end, if any. */
  procedureId: string | undefined
}

/** Told why a call is answered as it is. */
export type Explain = (explanation: Explanation) => void

/**
 * Hears an answer, if there is one, and returns when the authentication is complete. Otherwise it throws: 510 with
 * the next challenge, the bank's rejection, or the refusal of an answer that does not fit, which changes nothing.
 */
export const authenticationOutcome = (
  world: World,
  flow: Flow,
  answer: ScaAnswer | undefined,
  explain: Explain,
): Authenticated => {
  if (answer === undefined) tell(world, flow, { reason: 'started', before: undefined, answer: undefined }, explain)
  else hear(world, flow, answer, explain)
  const { state } = flow
  switch (state.status) {
    case 'COMPLETED':
      world.flows.remove(flow)
      return { procedureId: state.selection?.procedureId }
    case 'REJECTED':
      world.flows.remove(flow)
      if (state.rejection.locksLogin) lockLogin(world, flow.loginKey)
      throw rejected(state.rejection.code ?? 'BANK_SERVER_REJECTION', state.rejection.message)
    case 'REDIRECT_REQUIRED':
      // An interface that redirects wants the URL with the first call; a scenario may redirect where nobody said so.
      if (flow.returnUrl === undefined) throw illegalFieldValue('redirectUrl is required, because the bank redirects.')
      throw additionalAuthenticationRequired(authenticationChallenge(flow, state))
    default:
      throw additionalAuthenticationRequired(authenticationChallenge(flow, state))
  }
}

const hear = (world: World, flow: Flow, answer: ScaAnswer, explain: Explain): void => {
  const before = flow.state
  const result = continueSca(before, answer, world.ids.at(world.clock.now()))
  if ('problem' in result) {
    tell(world, flow, { reason: result.problem, before, answer }, explain)
    throw refusal(result, flow)
  }
  enter(world, flow, result.state)
  tell(world, flow, { reason: result.reason, before, answer }, explain)
}

interface Heard {
  reason: Explanation['reason']
  before: ScaState | undefined
  answer: ScaAnswer | undefined
}

/** Explains the call, and adds it to the flow's story. */
const tell = (world: World, flow: Flow, { reason, before, answer }: Heard, explain: Explain): void => {
  const pending = before !== undefined && isPending(before) ? before : undefined
  const explanation: Explanation = {
    scenario: flow.scenario,
    flow: flow.hashes[0] ?? '',
    step: stepOf(pending ?? flow.state),
    expected: pending && expectationOf(pending),
    given: pending && answer && givenAnswer(answer, pending),
    reason,
    status: flow.state.status,
  }
  explain(explanation)
  const { step, expected, given, status } = explanation
  world.timelines.add(flow, { at: world.clock.now(), who: 'client', event: reason, step, expected, given, status })
}

const isPending = (state: ScaState): state is PendingState =>
  state.status !== 'COMPLETED' && state.status !== 'REJECTED'

const stepOf = (state: ScaState): string | undefined =>
  'at' in state && state.at !== undefined ? pathOf(state.at) : undefined

const enter = (world: World, flow: Flow, state: ScaState): void => {
  // The guide shows a new hash where an approval on another device begins, and one hash everywhere else.
  const beginsDecoupled = state.status === 'DECOUPLED_AUTH_REQUIRED' && flow.state !== state
  if (beginsDecoupled) world.flows.addHash(flow, world.ids.hash())
  world.flows.setState(flow, state)
}

/** What a pending state asks of the user. */
export const authenticationChallenge = (flow: Flow, state: PendingState): Challenge => {
  const { status } = state
  const hash = currentHash(flow)
  switch (status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return { hash, status, title: SELECT_PROCEDURE, procedures: state.procedures.map(asTwoStepProcedure) }
    case 'CHALLENGE_RESPONSE_REQUIRED': {
      const { answer, label, message } = state.step.challenge
      const shown = silenceOr(message, ENTER_CODE)
      return {
        hash,
        status,
        title: CODE_REQUIRED,
        message: shown === undefined ? undefined : fillIn(shown, answer),
        answerFieldLabel: label === null ? undefined : (label ?? 'TAN'),
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
      return {
        hash,
        status,
        title: CONFIRM_ON_DEVICE,
        message: silenceOr(state.step.decoupled.message, CONFIRM_ON_DEVICE),
      }
    default:
      return state satisfies never
  }
}

/** `null` is the bank's silence; what is left out is the usual text. */
const silenceOr = (message: Text | null | undefined, usual: Text): Text | undefined =>
  message === null ? undefined : (message ?? usual)

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

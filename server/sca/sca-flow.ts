import type {
  Branch,
  ChallengeStep,
  DecoupledStep,
  Procedure,
  RedirectStep,
  Rejection,
  Step,
} from '../../scenarios/types.ts'
import { requireDuration } from '../core/duration.ts'
import type { Text } from '../core/text.ts'
import type { ChallengeType } from './challenge.ts'

/**
 * The state of a flow of strong customer authentication. Plain data: it contains the remaining steps of the scenario,
 * so a flow can be stored, copied and continued anywhere. Times are milliseconds since 1970.
 */
export type ScaState =
  | { status: 'TWO_STEP_PROCEDURE_REQUIRED'; at: Position; procedures: readonly Procedure[] }
  | {
      status: 'CHALLENGE_RESPONSE_REQUIRED'
      at: Position
      step: ChallengeStep
      type: ChallengeType
      attemptsLeft: number
      expiresAt: number | undefined
      selection: Selection | undefined
    }
  | {
      status: 'REDIRECT_REQUIRED'
      at: Position
      step: RedirectStep
      /** The value that the bank passes back with the redirect. */
      context: string
      visit: BankPageVisit
      expiresAt: number | undefined
      selection: Selection | undefined
    }
  | {
      status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS'
      at: Position
      step: DecoupledStep
      since: number
      polls: number
      lastPoll: number | undefined
      /** The PSU's decision by hand. */
      decision: Decision | undefined
      expiresAt: number | undefined
      selection: Selection | undefined
    }
  | { status: 'COMPLETED'; selection: Selection | undefined }
  | { status: 'REJECTED'; rejection: Rejection; at: Position | undefined }

/** A state that is not final: the authentication requires another call. */
export type PendingState = Exclude<ScaState, { status: 'COMPLETED' } | { status: 'REJECTED' }>

export const isPending = (state: ScaState): state is PendingState =>
  state.status !== 'COMPLETED' && state.status !== 'REJECTED'

/**
 * The position of a step: `path` is that of a list of steps (`steps/0/selectProcedure/1/steps`), `index` counts in it.
 */
export interface Position {
  path: string
  steps: readonly Step[]
  index: number
}

export type Decision = 'approved' | 'declined'

/** The chosen procedure, and the offered ones, because the PSU may choose again. */
export interface Selection {
  procedureId: string
  type: ChallengeType | undefined
  procedures: readonly Procedure[]
  at: Position
}

/** The PSU's progress on the bank's page. `session` ties the approval page to the login before it. */
export type BankPageVisit =
  | { stage: 'LOGIN' }
  | { stage: 'APPROVAL'; session: string }
  | { stage: 'DECIDED'; decision: Decision; code: string }

/** The answer of a follow-up call. Keys that answered an earlier status may be repeated. */
export interface ScaAnswer {
  twoStepProcedureId?: string | undefined
  challengeResponse?: string | undefined
  redirectCallback?: string | undefined
  decoupledCallback?: boolean | undefined
}

/** The reason why an answer does not fit; the flow stays as it is. */
export type ScaProblem =
  | { problem: 'missing-answer'; field: keyof ScaAnswer }
  | { problem: 'no-pending-challenge'; field: keyof ScaAnswer }
  | { problem: 'unknown-procedure'; procedureId: string; known: readonly string[] }
  | { problem: 'foreign-callback'; expected: string; given: string | undefined }

/** The reason for the next state. */
export type ScaReason =
  | 'procedure-chosen'
  | 'procedure-changed'
  | 'repeated'
  | 'right-answer'
  | 'wrong-answer'
  | 'last-wrong-answer'
  | 'answer-too-late'
  | 'approved-at-bank'
  | 'cancelled-at-bank'
  | 'declined-at-bank'
  | 'bank-reported-error'
  | 'wrong-code'
  | 'return-too-late'
  | 'approved'
  | 'declined'
  | 'not-decided-yet'
  | 'only-looked'
  | 'approval-too-late'
  | 'polled-too-fast'
  | 'already-over'

/** The result of an answer: the next state, or the reason why the answer does not fit. */
export type ScaResult = { state: ScaState; reason: ScaReason } | ScaProblem

/** The time and the source of random values. */
export interface ScaContext {
  /** Milliseconds since 1970. */
  readonly now: number
  uuid(): string
}

const rejection = (de: string, en: string): Rejection => ({ message: { de, en } })

const WRONG_ANSWER = rejection('Die eingegebene TAN ist falsch.', 'The TAN is wrong.')
const ANSWER_TOO_LATE = rejection('Die eingegebene TAN ist abgelaufen.', 'The TAN has expired.')
const CANCELLED = rejection('Die Freigabe wurde vom Nutzer abgebrochen.', 'The user cancelled the authorisation.')
const DECLINED = rejection('Die Freigabe wurde abgelehnt.', 'The authorisation was declined.')
const APPROVAL_TOO_LATE = rejection('Die Freigabe ist abgelaufen.', 'The authorisation has expired.')
const TOO_FAST = rejection('Zu viele Anfragen in kurzer Zeit.', 'Too many requests in a short time.')
const WRONG_CODE = rejection(
  'Die Bank kennt den übermittelten Code nicht.',
  'The bank does not know the transmitted code.',
)

/** Enters the first of the steps, found at `path` in the scenario. Without steps, the authentication is complete. */
export const startSca = (steps: readonly Step[], context: ScaContext, path = 'steps'): ScaState =>
  enter({ path, steps, index: 0 }, context, undefined)

/** Formats a position as the path of its step, such as `steps/0/selectProcedure/1/steps/0`. */
export const formatPosition = ({ path, index }: Position): string => `${path}/${index}`

const enter = (at: Position, context: ScaContext, selection: Selection | undefined): ScaState => {
  const step = at.steps[at.index]
  if (step === undefined) return { status: 'COMPLETED', selection }
  if ('selectProcedure' in step) return enterSelection(at, step, context)
  if ('challenge' in step) {
    const { type, attempts, validFor } = step.challenge
    return {
      status: 'CHALLENGE_RESPONSE_REQUIRED',
      at,
      step,
      type: type ?? selection?.type ?? 'TEXT',
      attemptsLeft: attempts ?? 1,
      expiresAt: toExpiry(validFor, context),
      selection,
    }
  }
  if ('redirect' in step) {
    return {
      status: 'REDIRECT_REQUIRED',
      at,
      step,
      context: context.uuid(),
      visit: { stage: 'LOGIN' },
      expiresAt: toExpiry(step.redirect.validFor, context),
      selection,
    }
  }
  if ('decoupled' in step) {
    return {
      status: 'DECOUPLED_AUTH_REQUIRED',
      at,
      step,
      since: context.now,
      polls: 0,
      lastPoll: undefined,
      decision: undefined,
      expiresAt: toExpiry(step.decoupled.validFor, context),
      selection,
    }
  }
  if ('reject' in step) return { status: 'REJECTED', rejection: toRejection(step.reject), at }
  return step satisfies never
}

const enterSelection = (
  at: Position,
  step: Extract<Step, { selectProcedure: unknown }>,
  context: ScaContext,
): ScaState => {
  const procedures = step.selectProcedure
  const preset = procedures.find(({ id }) => id === step.default)
  return preset === undefined
    ? { status: 'TWO_STEP_PROCEDURE_REQUIRED', at, procedures }
    : enterProcedure(preset, procedures, at, context)
}

const enterProcedure = (
  chosen: Procedure,
  procedures: readonly Procedure[],
  at: Position,
  context: ScaContext,
): ScaState => {
  const selection: Selection = { procedureId: chosen.id, type: chosen.type, procedures, at }
  if (chosen.steps === undefined) return enter(following(at), context, selection)
  const path = `${formatPosition(at)}/selectProcedure/${procedures.indexOf(chosen)}/steps`
  return enter({ path, steps: chosen.steps, index: 0 }, context, selection)
}

const following = (at: Position): Position => ({ ...at, index: at.index + 1 })

const toExpiry = (validFor: string | undefined, { now }: ScaContext): number | undefined =>
  validFor === undefined ? undefined : now + requireDuration(validFor)

const toRejection = (reject: Text | Rejection): Rejection =>
  typeof reject === 'object' && 'message' in reject ? reject : { message: reject }

/** Enters a branch of a step, which replaces all following steps. Without a branch, the bank rejects. */
const branch = (
  state: Exclude<PendingState, { status: 'TWO_STEP_PROCEDURE_REQUIRED' }>,
  name: 'otherwise' | 'expired' | 'tooFast',
  given: Branch | undefined,
  defaultRejection: Rejection,
  context: ScaContext,
): ScaState => {
  const { at, selection } = state
  if (given === undefined) return { status: 'REJECTED', rejection: defaultRejection, at }
  const path = `${formatPosition(at)}/${name}`
  const steps = 'reject' in given ? [given] : given
  return enter({ path, steps, index: 0 }, context, selection)
}

/** Applies an answer to a state and returns the next state, or the reason why the answer does not fit. */
export const continueSca = (state: ScaState, answer: ScaAnswer, context: ScaContext): ScaResult => {
  const misplaced = findMisplacedAnswer(state, answer)
  if (misplaced !== undefined) return { problem: 'no-pending-challenge', field: misplaced }
  switch (state.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return answer.twoStepProcedureId === undefined
        ? { problem: 'missing-answer', field: 'twoStepProcedureId' }
        : chooseProcedure(answer.twoStepProcedureId, state.procedures, state.at, 'procedure-chosen', context)
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return answerChallenge(state, answer, context)
    case 'REDIRECT_REQUIRED':
      return returnFromBank(state, answer, context)
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return pollApproval(state, answer, context)
    case 'COMPLETED':
    case 'REJECTED':
      return { state, reason: 'already-over' }
    default:
      return state satisfies never
  }
}

/** Returns the key of an answer to a challenge that the bank has not sent. */
const findMisplacedAnswer = (state: ScaState, answer: ScaAnswer): keyof ScaAnswer | undefined => {
  if (state.status !== 'TWO_STEP_PROCEDURE_REQUIRED') return undefined
  // finAPI documents this refusal for challengeResponse; that the other two follow it is an assumption.
  if (answer.challengeResponse !== undefined) return 'challengeResponse'
  if (answer.redirectCallback !== undefined) return 'redirectCallback'
  return answer.decoupledCallback === true ? 'decoupledCallback' : undefined
}

const chooseProcedure = (
  procedureId: string,
  procedures: readonly Procedure[],
  at: Position,
  reason: ScaReason,
  context: ScaContext,
): ScaResult => {
  const chosen = procedures.find((procedure) => procedure.id === procedureId)
  return chosen === undefined
    ? { problem: 'unknown-procedure', procedureId, known: procedures.map((procedure) => procedure.id) }
    : { state: enterProcedure(chosen, procedures, at, context), reason }
}

/**
 * Chooses again if a call names another procedure than the chosen one and answers nothing else. This is an assumption:
 * the documents only say that a procedure is sent with the hash.
 */
const chooseAgain = (
  selection: Selection | undefined,
  procedureId: string | undefined,
  context: ScaContext,
): ScaResult | undefined =>
  selection === undefined || procedureId === undefined || procedureId === selection.procedureId
    ? undefined
    : chooseProcedure(procedureId, selection.procedures, selection.at, 'procedure-changed', context)

/** Handles a call without the required answer. */
const handleMissingAnswer = (
  state: Exclude<PendingState, { status: 'TWO_STEP_PROCEDURE_REQUIRED' }>,
  { twoStepProcedureId }: ScaAnswer,
  field: keyof ScaAnswer,
  context: ScaContext,
): ScaResult =>
  chooseAgain(state.selection, twoStepProcedureId, context) ??
  // The chosen procedure was sent again: the challenge stays, so a retry is safe.
  (twoStepProcedureId === undefined || state.status === 'REDIRECT_REQUIRED'
    ? { problem: 'missing-answer', field }
    : { state, reason: 'repeated' })

type Expiring = { expiresAt: number | undefined }

const isExpired = ({ expiresAt }: Expiring, { now }: Pick<ScaContext, 'now'>): boolean =>
  expiresAt !== undefined && expiresAt <= now

const answerChallenge = (
  state: Extract<ScaState, { status: 'CHALLENGE_RESPONSE_REQUIRED' }>,
  answer: ScaAnswer,
  context: ScaContext,
): ScaResult => {
  if (answer.challengeResponse === undefined) return handleMissingAnswer(state, answer, 'challengeResponse', context)
  const { step, at, selection, attemptsLeft } = state
  if (isExpired(state, context)) {
    return { state: branch(state, 'expired', step.expired, ANSWER_TOO_LATE, context), reason: 'answer-too-late' }
  }
  if (answer.challengeResponse === step.challenge.answer) {
    return { state: enter(following(at), context, selection), reason: 'right-answer' }
  }
  return attemptsLeft > 1
    ? { state: { ...state, attemptsLeft: attemptsLeft - 1 }, reason: 'wrong-answer' }
    : { state: branch(state, 'otherwise', step.otherwise, WRONG_ANSWER, context), reason: 'last-wrong-answer' }
}

const returnFromBank = (
  state: Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>,
  answer: ScaAnswer,
  context: ScaContext,
): ScaResult => {
  if (answer.redirectCallback === undefined) return handleMissingAnswer(state, answer, 'redirectCallback', context)
  const { step, visit, at, selection } = state
  const callback = new URLSearchParams(answer.redirectCallback)
  const given = callback.get(REDIRECT_CONTEXT_FIELD) ?? undefined
  // finAPI recognises a foreign callback without asking the bank, so the flow stays open (assumption).
  if (given !== state.context) return { problem: 'foreign-callback', expected: state.context, given }
  if (isExpired(state, context)) {
    return { state: branch(state, 'expired', step.expired, APPROVAL_TOO_LATE, context), reason: 'return-too-late' }
  }
  const refuse = (defaultRejection: Rejection, reason: ScaReason): ScaResult => ({
    state: branch(state, 'otherwise', step.otherwise, defaultRejection, context),
    reason,
  })
  if (callback.has('error')) return refuse(CANCELLED, 'bank-reported-error')
  // The bank issues the code and refuses a wrong one; that this ends the flow is an assumption.
  if (visit.stage !== 'DECIDED' || callback.get('code') !== visit.code) {
    return { state: { status: 'REJECTED', rejection: WRONG_CODE, at }, reason: 'wrong-code' }
  }
  if (visit.decision === 'approved') {
    return { state: enter(following(at), context, selection), reason: 'approved-at-bank' }
  }
  return step.redirect.declines ? refuse(DECLINED, 'declined-at-bank') : refuse(CANCELLED, 'cancelled-at-bank')
}

export type DecoupledState = Extract<ScaState, { status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS' }>

const pollApproval = (state: DecoupledState, answer: ScaAnswer, context: ScaContext): ScaResult => {
  if (answer.decoupledCallback === undefined) return handleMissingAnswer(state, answer, 'decoupledCallback', context)
  if (!answer.decoupledCallback) return { state, reason: 'only-looked' }
  const { step, at, selection } = state
  if (isTooFast(state, context)) {
    return { state: branch(state, 'tooFast', step.tooFast, TOO_FAST, context), reason: 'polled-too-fast' }
  }
  switch (findDecision(state, context)) {
    case 'approved':
      return { state: enter(following(at), context, selection), reason: 'approved' }
    case 'declined':
      return { state: branch(state, 'otherwise', step.otherwise, DECLINED, context), reason: 'declined' }
    default:
  }
  if (isExpired(state, context)) {
    return { state: branch(state, 'expired', step.expired, APPROVAL_TOO_LATE, context), reason: 'approval-too-late' }
  }
  return {
    state: { ...state, status: 'DECOUPLED_AUTH_IN_PROGRESS', polls: state.polls + 1, lastPoll: context.now },
    reason: 'not-decided-yet',
  }
}

const isTooFast = ({ step, lastPoll }: DecoupledState, { now }: ScaContext): boolean => {
  const { pollInterval } = step.decoupled
  return pollInterval !== undefined && lastPoll !== undefined && now - lastPoll < requireDuration(pollInterval)
}

/** Returns the PSU's decision so far: by hand, or as the scenario says unless the step had expired by then. */
const findDecision = (state: DecoupledState, { now }: ScaContext): Decision | undefined => {
  if (state.decision !== undefined) return state.decision
  const { afterPolls, after, byHand, declines } = state.step.decoupled
  const scripted = declines ? 'declined' : 'approved'
  const limit = state.expiresAt ?? Number.POSITIVE_INFINITY
  if (after !== undefined) {
    const moment = state.since + requireDuration(after)
    return moment <= now && moment < limit ? scripted : undefined
  }
  if (byHand) return undefined
  return state.polls >= (afterPolls ?? 1) && now < limit ? scripted : undefined
}

/** The PSU's action outside the client: at the bank, on the device, or none until the step expires. */
export type PsuAction = 'approve' | 'decline' | 'expire'

/** Returns the state after an action of the PSU; undefined if the action is not possible in this state. */
export const actAsPsu = (state: PendingState, action: PsuAction, context: ScaContext): PendingState | undefined => {
  if (state.status === 'TWO_STEP_PROCEDURE_REQUIRED' || isExpired(state, context)) return undefined
  if (action === 'expire') return { ...state, expiresAt: context.now }
  const decision: Decision = action === 'approve' ? 'approved' : 'declined'
  switch (state.status) {
    case 'CHALLENGE_RESPONSE_REQUIRED':
      // A challenge is answered through the client, so there is nothing to approve at the bank.
      return undefined
    case 'REDIRECT_REQUIRED':
      return state.visit.stage === 'DECIDED' ? undefined : decideAtBank(state, decision, context)
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return state.decision === undefined ? { ...state, decision } : undefined
    default:
      return state satisfies never
  }
}

/** Ends the visit of the bank's page. A bank that declines does so whatever the PSU decides. */
export const decideAtBank = (
  state: Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>,
  decision: Decision,
  context: ScaContext,
): Extract<ScaState, { status: 'REDIRECT_REQUIRED' }> => ({
  ...state,
  visit: { stage: 'DECIDED', decision: state.step.redirect.declines ? 'declined' : decision, code: context.uuid() },
})

/** Returns true if the PSU's time for this step is over. */
export const isTooLate = (state: PendingState, context: Pick<ScaContext, 'now'>): boolean =>
  state.status !== 'TWO_STEP_PROCEDURE_REQUIRED' && isExpired(state, context)

/** The name of the query parameter that carries the context back from the bank. */
export const REDIRECT_CONTEXT_FIELD = 'state'

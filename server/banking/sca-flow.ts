import type { Text } from '../text.ts'
import type { ChallengeType, TwoStepProcedure } from './challenge.ts'
import type { ChallengeStep, DecoupledStep, Procedure, RedirectStep, Step } from './scenario.ts'

/**
 * Where a flow of strong customer authentication stands. Plain data: what is still to come is carried along as
 * steps of the scenario, so a flow can be stored, copied and continued anywhere.
 */
export type ScaState =
  | { status: 'TWO_STEP_PROCEDURE_REQUIRED'; procedures: readonly Procedure[]; rest: readonly Step[] }
  | {
      status: 'CHALLENGE_RESPONSE_REQUIRED'
      step: ChallengeStep
      type: ChallengeType
      attemptsLeft: number
      selection: Selection | undefined
      rest: readonly Step[]
    }
  | {
      status: 'REDIRECT_REQUIRED'
      step: RedirectStep
      /** The value that accompanies the user through the redirect and back. */
      context: string
      visit: BankPageVisit
      selection: Selection | undefined
      rest: readonly Step[]
    }
  | {
      status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS'
      step: DecoupledStep
      polls: number
      selection: Selection | undefined
      rest: readonly Step[]
    }
  | { status: 'COMPLETED' }
  | { status: 'REJECTED'; message: Text }

/** The procedure that was chosen, and the choice itself, because the user may choose again. */
export interface Selection {
  procedureId: string
  type: ChallengeType | undefined
  procedures: readonly Procedure[]
  rest: readonly Step[]
}

/** How far the user got on the bank's page. `session` ties the approval page to the login before it. */
export type BankPageVisit =
  | { stage: 'LOGIN' }
  | { stage: 'APPROVAL'; session: string }
  | { stage: 'DECIDED'; approved: boolean; code: string }

/** What a follow-up call says. Keys that answer an earlier status may be repeated. */
export interface ScaAnswer {
  twoStepProcedureId?: string | undefined
  challengeResponse?: string | undefined
  redirectCallback?: string | undefined
  decoupledCallback?: boolean | undefined
}

/** An answer that does not fit; the flow stays as it is. */
export type ScaProblem =
  | { problem: 'missing-answer'; field: keyof ScaAnswer }
  | { problem: 'no-pending-challenge'; field: keyof ScaAnswer }
  | { problem: 'unknown-procedure'; procedureId: string; known: readonly string[] }
  | { problem: 'foreign-callback'; expected: string; given: string | undefined }

export type ScaResult = { state: ScaState } | ScaProblem

/** Makes the values that nobody can guess: the context of a redirect. */
export interface ScaChance {
  uuid(): string
}

const WRONG_ANSWER: Text = {
  de: 'Die eingegebene TAN ist falsch.',
  en: 'The TAN is wrong.',
}
const CANCELLED: Text = {
  de: 'Die Freigabe wurde vom Nutzer abgebrochen.',
  en: 'The user cancelled the authorisation.',
}
const WRONG_CODE: Text = {
  de: 'Die Bank kennt den übermittelten Code nicht.',
  en: 'The bank does not know the given code.',
}

/** Enters the first of the steps; where there is none, the authentication is complete. */
export const startSca = (steps: readonly Step[], chance: ScaChance, selection?: Selection): ScaState => {
  const [step, ...rest] = steps
  if (step === undefined) return { status: 'COMPLETED' }
  if ('selectProcedure' in step) {
    return { status: 'TWO_STEP_PROCEDURE_REQUIRED', procedures: step.selectProcedure, rest }
  }
  if ('challenge' in step) {
    return {
      status: 'CHALLENGE_RESPONSE_REQUIRED',
      step,
      type: step.challenge.type ?? selection?.type ?? 'TEXT',
      attemptsLeft: step.challenge.attempts ?? 1,
      selection,
      rest,
    }
  }
  if ('redirect' in step) {
    return { status: 'REDIRECT_REQUIRED', step, context: chance.uuid(), visit: { stage: 'LOGIN' }, selection, rest }
  }
  if ('decoupled' in step) return { status: 'DECOUPLED_AUTH_REQUIRED', step, polls: 0, selection, rest }
  if ('reject' in step) return { status: 'REJECTED', message: step.reject }
  return step satisfies never
}

/** Continues a flow with what the client answered. */
export const continueSca = (state: ScaState, answer: ScaAnswer, chance: ScaChance): ScaResult => {
  const misplaced = misplacedAnswer(state, answer)
  if (misplaced !== undefined) return { problem: 'no-pending-challenge', field: misplaced }
  switch (state.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return answer.twoStepProcedureId === undefined
        ? { problem: 'missing-answer', field: 'twoStepProcedureId' }
        : chooseProcedure(answer.twoStepProcedureId, state.procedures, state.rest, chance)
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return answerChallenge(state, answer, chance)
    case 'REDIRECT_REQUIRED':
      return returnFromBank(state, answer, chance)
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return pollApproval(state, answer, chance)
    case 'COMPLETED':
    case 'REJECTED':
      return { state }
    default:
      return state satisfies never
  }
}

/** Which given key answers something that the bank never asked for. */
const misplacedAnswer = (state: ScaState, answer: ScaAnswer): keyof ScaAnswer | undefined => {
  // finAPI documents this refusal for challengeResponse; that the other two follow it is an assumption.
  if (answer.challengeResponse !== undefined && state.status === 'TWO_STEP_PROCEDURE_REQUIRED')
    return 'challengeResponse'
  if (answer.redirectCallback !== undefined && state.status === 'TWO_STEP_PROCEDURE_REQUIRED') return 'redirectCallback'
  if (answer.decoupledCallback === true && state.status === 'TWO_STEP_PROCEDURE_REQUIRED') return 'decoupledCallback'
  return undefined
}

const chooseProcedure = (
  procedureId: string,
  procedures: readonly Procedure[],
  rest: readonly Step[],
  chance: ScaChance,
): ScaResult => {
  const chosen = procedures.find((procedure) => procedure.id === procedureId)
  if (chosen === undefined) {
    return { problem: 'unknown-procedure', procedureId, known: procedures.map((procedure) => procedure.id) }
  }
  return { state: startSca(chosen.steps ?? rest, chance, { procedureId, type: chosen.type, procedures, rest }) }
}

/**
 * A call that names another procedure than the chosen one, and answers nothing else, chooses again. No source tells;
 * the documents only say that a procedure is sent with the hash, so this is an assumption.
 */
const chooseAgain = (
  selection: Selection | undefined,
  procedureId: string | undefined,
  chance: ScaChance,
): ScaResult | undefined =>
  selection === undefined || procedureId === undefined || procedureId === selection.procedureId
    ? undefined
    : chooseProcedure(procedureId, selection.procedures, selection.rest, chance)

const answerChallenge = (
  state: Extract<ScaState, { status: 'CHALLENGE_RESPONSE_REQUIRED' }>,
  answer: ScaAnswer,
  chance: ScaChance,
): ScaResult => {
  if (answer.challengeResponse === undefined) {
    return (
      chooseAgain(state.selection, answer.twoStepProcedureId, chance) ??
      // The procedure that was chosen is sent once more: the same challenge is the answer, so a retry does no harm.
      (answer.twoStepProcedureId === undefined ? { problem: 'missing-answer', field: 'challengeResponse' } : { state })
    )
  }
  if (answer.challengeResponse === state.step.challenge.answer) {
    return { state: startSca(state.rest, chance, state.selection) }
  }
  return state.attemptsLeft > 1
    ? { state: { ...state, attemptsLeft: state.attemptsLeft - 1 } }
    : { state: { status: 'REJECTED', message: state.step.otherwise?.reject ?? WRONG_ANSWER } }
}

const returnFromBank = (
  state: Extract<ScaState, { status: 'REDIRECT_REQUIRED' }>,
  answer: ScaAnswer,
  chance: ScaChance,
): ScaResult => {
  if (answer.redirectCallback === undefined) {
    return (
      chooseAgain(state.selection, answer.twoStepProcedureId, chance) ?? {
        problem: 'missing-answer',
        field: 'redirectCallback',
      }
    )
  }
  const callback = new URLSearchParams(answer.redirectCallback)
  const context = callback.get(REDIRECT_CONTEXT_FIELD) ?? undefined
  // finAPI can tell a foreign callback by itself, so the bank never hears of it and the flow stays open (assumption).
  if (context !== state.context) return { problem: 'foreign-callback', expected: state.context, given: context }
  const { visit } = state
  // The code is the bank's, and a bank that is shown a wrong one refuses; that this ends the flow is an assumption.
  if (visit.stage !== 'DECIDED' || callback.get('code') !== visit.code) {
    return { state: { status: 'REJECTED', message: WRONG_CODE } }
  }
  return visit.approved
    ? { state: startSca(state.rest, chance, state.selection) }
    : { state: { status: 'REJECTED', message: state.step.otherwise?.reject ?? CANCELLED } }
}

const pollApproval = (
  state: Extract<ScaState, { status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS' }>,
  answer: ScaAnswer,
  chance: ScaChance,
): ScaResult => {
  if (answer.decoupledCallback === undefined) {
    return (
      chooseAgain(state.selection, answer.twoStepProcedureId, chance) ??
      (answer.twoStepProcedureId === undefined ? { problem: 'missing-answer', field: 'decoupledCallback' } : { state })
    )
  }
  if (!answer.decoupledCallback) return { state }
  return state.polls >= (state.step.decoupled.approvedAfterPolls ?? 1)
    ? { state: startSca(state.rest, chance, state.selection) }
    : { state: { ...state, status: 'DECOUPLED_AUTH_IN_PROGRESS', polls: state.polls + 1 } }
}

/** The name of the query parameter that carries the context back from the bank. */
export const REDIRECT_CONTEXT_FIELD = 'state'

/** A procedure of a scenario in finAPI's words. */
export const asTwoStepProcedure = (procedure: Procedure): TwoStepProcedure => ({
  procedureId: procedure.id,
  procedureName: procedure.name,
  procedureChallengeType: procedure.type,
  implicitExecute: procedure.implicitExecute ?? false,
})

/** Every procedure that the steps offer, however deep: what a bank lists for the interface. */
export const offeredProcedures = (steps: readonly Step[]): TwoStepProcedure[] => {
  const found = new Map<string, TwoStepProcedure>()
  for (const step of steps) {
    if (!('selectProcedure' in step)) continue
    for (const procedure of step.selectProcedure) {
      found.set(procedure.id, asTwoStepProcedure(procedure))
      for (const inner of offeredProcedures(procedure.steps ?? [])) found.set(inner.procedureId, inner)
    }
  }
  return [...found.values()]
}

import {
  type PendingState,
  REDIRECT_CONTEXT_FIELD,
  type ScaAnswer,
  type ScaProblem,
  type ScaReason,
} from './sca-flow.ts'

/** Why a call was answered as it was: which scenario and step decided, what was expected and what came. No secrets. */
export interface Explanation {
  scenario: string
  /** The flow's first hash. */
  flow: string
  /** The step that decided, such as `steps/1`; undefined where the scenario was over. */
  step: string | undefined
  expected: string | undefined
  given: string | undefined
  reason: ScaReason | ScaProblem['problem'] | 'started'
  /** Where the flow stands after the call. */
  status: string
}

/** What a pending state waits for, in words for developers. */
export const expectationOf = (state: PendingState): string => {
  switch (state.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return `twoStepProcedureId, one of ${state.procedures.map(({ id }) => id).join(', ')}`
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return `challengeResponse, the right TAN at the ${state.attemptsLeft === 1 ? 'last' : 'next'} of ${
        state.attemptsLeft
      } attempt(s)${until(state.expiresAt)}`
    case 'REDIRECT_REQUIRED':
      return `redirectCallback with ${REDIRECT_CONTEXT_FIELD}=${state.context} and the bank's code, after the user decided at the bank${until(
        state.expiresAt,
      )}`
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return `decoupledCallback: true, once the user has decided (${decidedBy(state)})${until(state.expiresAt)}`
    default:
      return state satisfies never
  }
}

const until = (moment: number | undefined): string =>
  moment === undefined ? '' : `, until ${new Date(moment).toISOString()}`

const decidedBy = ({
  step,
  polls,
}: Extract<PendingState, { status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS' }>): string => {
  const { after, afterPolls, byHand } = step.decoupled
  if (after !== undefined) return `${after} after the request`
  return byHand ? 'by hand' : `after ${afterPolls ?? 1} poll(s), ${polls} so far`
}

/** What a call answered, without what is secret in it. */
export const givenAnswer = (answer: ScaAnswer, state: PendingState): string => {
  const parts: string[] = []
  if (answer.twoStepProcedureId !== undefined) parts.push(`twoStepProcedureId=${answer.twoStepProcedureId}`)
  if (answer.challengeResponse !== undefined) parts.push(`challengeResponse (${rightness(answer, state)})`)
  if (answer.redirectCallback !== undefined) parts.push(`redirectCallback (${callbackOf(answer.redirectCallback)})`)
  if (answer.decoupledCallback !== undefined) parts.push(`decoupledCallback=${answer.decoupledCallback}`)
  return parts.length === 0 ? 'no answer' : parts.join(', ')
}

const rightness = ({ challengeResponse }: ScaAnswer, state: PendingState): string => {
  if (state.status !== 'CHALLENGE_RESPONSE_REQUIRED') return 'not asked for'
  return challengeResponse === state.step.challenge.answer ? 'right' : 'wrong'
}

/** The names of a callback's parameters, and the context, which is no secret; the code is one. */
const callbackOf = (query: string): string => {
  const parameters = new URLSearchParams(query)
  const names = [...parameters.keys()].map((name) =>
    name === REDIRECT_CONTEXT_FIELD ? `${name}=${parameters.get(name)}` : name,
  )
  return names.length === 0 ? 'no parameters' : names.join(', ')
}

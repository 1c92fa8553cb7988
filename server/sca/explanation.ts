import {
  type PendingState,
  REDIRECT_CONTEXT_FIELD,
  type ScaAnswer,
  type ScaProblem,
  type ScaReason,
} from './sca-flow.ts'

/** The reason for the response to a call: scenario and step, the expected and the given answer. Without secrets. */
export interface Explanation {
  scenario: string
  /** The flow's first hash. */
  flow: string
  /** The step that decided, such as `steps/1`; undefined if the scenario was over. */
  step: string | undefined
  expected: string | undefined
  given: string | undefined
  reason: ScaReason | ScaProblem['problem'] | 'started'
  /** The flow's status after the call. */
  status: string
}

/** Describes the answer that a pending state requires, for developers. */
export const describeExpectation = (state: PendingState): string => {
  switch (state.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return `twoStepProcedureId, one of ${state.procedures.map(({ id }) => id).join(', ')}`
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return `challengeResponse, the right TAN at the ${state.attemptsLeft === 1 ? 'last' : 'next'} of ${
        state.attemptsLeft
      } attempt(s)${formatDeadline(state.expiresAt)}`
    case 'REDIRECT_REQUIRED':
      return `redirectCallback with ${REDIRECT_CONTEXT_FIELD}=${state.context} and the bank's code, after the PSU decided at the bank${formatDeadline(
        state.expiresAt,
      )}`
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return `decoupledCallback: true, once the PSU has decided (${describeDecision(state)})${formatDeadline(state.expiresAt)}`
    default:
      return state satisfies never
  }
}

const formatDeadline = (moment: number | undefined): string =>
  moment === undefined ? '' : `, until ${new Date(moment).toISOString()}`

const describeDecision = ({
  step,
  polls,
}: Extract<PendingState, { status: 'DECOUPLED_AUTH_REQUIRED' | 'DECOUPLED_AUTH_IN_PROGRESS' }>): string => {
  const { after, afterPolls, byHand } = step.decoupled
  if (after !== undefined) return `${after} after the request`
  return byHand ? 'by hand' : `after ${afterPolls ?? 1} poll(s), ${polls} so far`
}

/** In characters: the history keeps the description, and a client can send long values. */
const MAX_ANSWER = 500

/** Describes the answer of a call, without its secrets. */
export const describeAnswer = (answer: ScaAnswer, state: PendingState): string => {
  const parts: string[] = []
  if (answer.twoStepProcedureId !== undefined) parts.push(`twoStepProcedureId=${answer.twoStepProcedureId}`)
  if (answer.challengeResponse !== undefined) parts.push(`challengeResponse (${correctness(answer, state)})`)
  if (answer.redirectCallback !== undefined)
    parts.push(`redirectCallback (${describeCallback(answer.redirectCallback)})`)
  if (answer.decoupledCallback !== undefined) parts.push(`decoupledCallback=${answer.decoupledCallback}`)
  return parts.length === 0 ? 'no answer' : parts.join(', ').slice(0, MAX_ANSWER)
}

const correctness = ({ challengeResponse }: ScaAnswer, state: PendingState): string => {
  if (state.status !== 'CHALLENGE_RESPONSE_REQUIRED') return 'not asked for'
  return challengeResponse === state.step.challenge.answer ? 'right' : 'wrong'
}

/** The parameters of a callback by OAuth. Anything else may be a code in the wrong place, or the whole query escaped. */
const KNOWN_PARAMETER = /^(state|code|error|error_description|error_uri|scope|iss|session_state)$/i

/** Returns the names of a callback's parameters, and the value of the context, which is not secret as the code is. */
const describeCallback = (query: string): string => {
  const names = [...new URLSearchParams(query)].map(([name, value]) => {
    if (name === REDIRECT_CONTEXT_FIELD) return `${name}=${value}`
    return KNOWN_PARAMETER.test(name) ? name : 'an unknown parameter'
  })
  return names.length === 0 ? 'no parameters' : names.join(', ')
}

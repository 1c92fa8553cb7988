import type {
  Branch,
  ChallengeStep,
  DecoupledStep,
  Procedure,
  RedirectStep,
  Rejection,
  RejectStep,
  SelectProcedureStep,
  Step,
} from '../../scenarios/types.ts'
import {
  byField,
  byValue,
  flag,
  id,
  isoDuration,
  lazy,
  list,
  moment,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from '../core/shape.ts'
import type { Text } from '../core/text.ts'
import { challengeType } from './challenge.ts'
import type { BankPageVisit, Decision, DecoupledState, Position, ScaState, Selection } from './sca-flow.ts'

// The shape of a flow's state in snapshots. It contains steps of a scenario, which was checked when its file was read; here
// only what could make the engine fail is checked again.

const bothLanguages = object<Exclude<Text, string>>({ de: text, en: text })
const bankText: Shape<Text> = (value) => (typeof value === 'string' ? value : bothLanguages(value))
const bankTextOrNull: Shape<Text | null> = (value) => (value === null ? null : bankText(value))

const steps: Shape<Step[]> = lazy(() => list(step))

const reject = object<RejectStep>({
  reject: (value) =>
    typeof value === 'object' && value !== null && 'message' in value ? rejection(value) : bankText(value),
})

const rejection = object<Rejection>({
  message: bankText,
  code: optional(
    oneOf(
      'BANK_SERVER_REJECTION',
      'ILLEGAL_ENTITY_STATE',
      'NO_ACCOUNTS_FOR_TYPE_LIST',
      'UNSUPPORTED_BANK',
      'UNEXPECTED_ERROR',
    ),
  ),
  locksLogin: optional(flag),
})

const branch: Shape<Branch> = (value) => (Array.isArray(value) ? steps(value) : reject(value))

const procedure = object<Procedure>({
  id: text,
  name: text,
  type: optional(challengeType),
  implicitExecute: optional(flag),
  steps: optional(steps),
})

const procedures = list(procedure)

const challengeStep = object<ChallengeStep>({
  challenge: object<ChallengeStep['challenge']>({
    answer: text,
    type: optional(challengeType),
    label: (value) => (value === null ? null : optional(text)(value)),
    message: optional(bankTextOrNull),
    attempts: optional(id),
    validFor: optional(isoDuration),
  }),
  otherwise: optional(branch),
  expired: optional(branch),
})

const redirectStep = object<RedirectStep>({
  redirect: object<RedirectStep['redirect']>({
    user: text,
    pin: text,
    declines: optional(flag),
    validFor: optional(isoDuration),
    returns: optional(
      object<NonNullable<RedirectStep['redirect']['returns']>>({
        state: optional(oneOf('missing', 'foreign', 'altered')),
        code: optional(oneOf('missing', 'foreign')),
        error: optional(text),
      }),
    ),
  }),
  otherwise: optional(branch),
  expired: optional(branch),
})

const decoupledStep = object<DecoupledStep>({
  decoupled: object<DecoupledStep['decoupled']>({
    message: optional(bankTextOrNull),
    afterPolls: optional(whole()),
    after: optional(isoDuration),
    byHand: optional(flag),
    declines: optional(flag),
    validFor: optional(isoDuration),
    pollInterval: optional(isoDuration),
  }),
  otherwise: optional(branch),
  expired: optional(branch),
  tooFast: optional(branch),
})

const step: Shape<Step> = byField<Step>({
  selectProcedure: object<SelectProcedureStep>({ selectProcedure: procedures, default: optional(text) }),
  challenge: challengeStep,
  redirect: redirectStep,
  decoupled: decoupledStep,
  reject,
})

const position = object<Position>({ path: text, steps, index: whole() })

const selection = object<Selection>({
  procedureId: text,
  type: optional(challengeType),
  procedures,
  at: position,
})

const decision: Shape<Decision> = oneOf('approved', 'declined')

const visit = byValue<BankPageVisit>('stage', {
  LOGIN: object<Extract<BankPageVisit, { stage: 'LOGIN' }>>({ stage: oneOf('LOGIN') }),
  APPROVAL: object<Extract<BankPageVisit, { stage: 'APPROVAL' }>>({ stage: oneOf('APPROVAL'), session: text }),
  DECIDED: object<Extract<BankPageVisit, { stage: 'DECIDED' }>>({ stage: oneOf('DECIDED'), decision, code: text }),
})

type State<Status extends ScaState['status']> = Extract<ScaState, { status: Status }>

const decoupledState = object<DecoupledState>({
  status: oneOf('DECOUPLED_AUTH_REQUIRED', 'DECOUPLED_AUTH_IN_PROGRESS'),
  at: position,
  step: decoupledStep,
  since: moment,
  polls: whole(),
  lastPoll: optional(moment),
  decision: optional(decision),
  expiresAt: optional(moment),
  selection: optional(selection),
})

const stateShapes: { readonly [Status in ScaState['status']]: Shape<ScaState> } = {
  TWO_STEP_PROCEDURE_REQUIRED: object<State<'TWO_STEP_PROCEDURE_REQUIRED'>>({
    status: oneOf('TWO_STEP_PROCEDURE_REQUIRED'),
    at: position,
    procedures,
  }),
  CHALLENGE_RESPONSE_REQUIRED: object<State<'CHALLENGE_RESPONSE_REQUIRED'>>({
    status: oneOf('CHALLENGE_RESPONSE_REQUIRED'),
    at: position,
    step: challengeStep,
    type: challengeType,
    attemptsLeft: id,
    expiresAt: optional(moment),
    selection: optional(selection),
  }),
  REDIRECT_REQUIRED: object<State<'REDIRECT_REQUIRED'>>({
    status: oneOf('REDIRECT_REQUIRED'),
    at: position,
    step: redirectStep,
    context: text,
    visit,
    expiresAt: optional(moment),
    selection: optional(selection),
  }),
  DECOUPLED_AUTH_REQUIRED: decoupledState,
  DECOUPLED_AUTH_IN_PROGRESS: decoupledState,
  COMPLETED: object<State<'COMPLETED'>>({ status: oneOf('COMPLETED'), selection: optional(selection) }),
  REJECTED: object<State<'REJECTED'>>({ status: oneOf('REJECTED'), rejection, at: optional(position) }),
}

export const stateShape: Shape<ScaState> = byValue('status', stateShapes)

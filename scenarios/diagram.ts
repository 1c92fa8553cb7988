import { escapeMermaid } from '../server/core/mermaid.ts'
import { downloadLabel, updateLabel } from './describe-outcome.ts'
import {
  describeDecision,
  describeOddReturn,
  formatCount,
  formatDuration,
  quote,
  readRejection,
  rejectionCode,
} from './phrases.ts'
import type {
  Branch,
  ChallengeStep,
  DecoupledStep,
  RedirectStep,
  RejectStep,
  Scenario,
  SelectProcedureStep,
  Step,
} from './types.ts'

/** A state of the diagram; what it leads to is worked out only when it is drawn, because branches meet again. */
interface State {
  readonly id: string
  readonly label: string
  readonly arrows: () => readonly Arrow[]
}

interface Arrow {
  readonly label: string
  /** Undefined for the end of the diagram. */
  readonly to: State | undefined
}

/** A place in a scenario: a list of steps, one of them by its index, and the prefix of the list's state ids. */
interface Place {
  readonly scenario: Scenario
  readonly steps: readonly Step[]
  readonly index: number
  readonly prefix: string
}

/** Returns a scenario as a state diagram in Mermaid's language. */
export const stateDiagram = (scenario: Scenario): string => {
  const first = stateAt({ scenario, steps: scenario.steps, index: 0, prefix: 'step' })
  const states = reachableStates(first)
  return [
    'stateDiagram-v2',
    ...states.map(({ id, label }) => `  state "${escapeMermaid(label)}" as ${id}`),
    `  ${START} --> ${first.id} : import`,
    ...states.flatMap(({ id, arrows }) => arrows().map((arrow) => formatArrow(id, arrow))),
    '',
  ].join('\n')
}

const START = '[*]'
const END = '[*]'

const formatArrow = (from: string, { label, to }: Arrow): string =>
  `  ${from} --> ${to?.id ?? END}${label === '' ? '' : ` : ${escapeMermaid(label)}`}`

/** Returns each state once, depth first, so that a branch stands below the step that it belongs to. */
const reachableStates = (first: State): State[] => {
  const found = new Map<string, State>()
  const visit = (state: State): void => {
    if (found.has(state.id)) return
    found.set(state.id, state)
    for (const { to } of state.arrows()) if (to !== undefined) visit(to)
  }
  visit(first)
  return [...found.values()]
}

const stateAt = (place: Place): State => {
  const step = place.steps[place.index]
  if (step === undefined) return importedState(place.scenario)
  const id = `${place.prefix}${place.index + 1}`
  if ('reject' in step) return rejectState(id, step)
  if ('selectProcedure' in step) return selectionState(id, step, place)
  if ('challenge' in step) return challengeState(id, step, place)
  return 'redirect' in step ? redirectState(id, step, place) : decoupledState(id, step, place)
}

const nextState = (place: Place): State => stateAt({ ...place, index: place.index + 1 })

/** Returns the first state of a branch; a branch that the scenario leaves out is a rejection by the bank. */
const branchState = (
  id: string,
  name: 'otherwise' | 'expired' | 'tooFast',
  branch: Branch | undefined,
  place: Place,
) =>
  branch === undefined
    ? REJECTED
    : stateAt({ ...place, steps: 'reject' in branch ? [branch] : branch, index: 0, prefix: `${id}_${name}_` })

const REJECTED: State = { id: 'rejected', label: 'BANK_SERVER_REJECTION', arrows: () => [{ label: '', to: undefined }] }

const rejectState = (id: string, step: RejectStep): State => {
  const rejection = readRejection(step)
  const lock = rejection.locksLogin ? ', login locked' : ''
  return {
    id,
    label: `${rejectionCode(rejection)} ${quote(rejection.message)}${lock}`,
    arrows: () => [{ label: '', to: undefined }],
  }
}

const selectionState = (id: string, step: SelectProcedureStep, place: Place): State => ({
  id,
  label: 'TWO_STEP_PROCEDURE_REQUIRED',
  arrows: () =>
    step.selectProcedure.map((procedure, position) => ({
      label: `${procedure.id}${procedure.id === step.default ? ' (by default)' : ''}`,
      to:
        procedure.steps === undefined
          ? nextState(place)
          : stateAt({ ...place, steps: procedure.steps, index: 0, prefix: `${id}_p${position + 1}_` }),
    })),
})

const challengeState = (id: string, step: ChallengeStep, place: Place): State => {
  const { attempts = 1, validFor, type } = step.challenge
  const state: State = {
    id,
    label: `CHALLENGE_RESPONSE_REQUIRED${type === undefined ? '' : ` ${type}`}`,
    arrows: () => [
      { label: 'right TAN', to: nextState(place) },
      ...(attempts > 1 ? [{ label: `wrong TAN, ${formatCount(attempts - 1, 'time')}`, to: state }] : []),
      {
        label: attempts > 1 ? `wrong TAN number ${attempts}` : 'wrong TAN',
        to: branchState(id, 'otherwise', step.otherwise, place),
      },
      ...expiryArrow(id, validFor, step.expired, place),
    ],
  }
  return state
}

const expiryArrow = (id: string, validFor: string | undefined, expired: Branch | undefined, place: Place): Arrow[] =>
  validFor === undefined
    ? []
    : [{ label: `after ${formatDuration(validFor)}`, to: branchState(id, 'expired', expired, place) }]

const redirectState = (id: string, step: RedirectStep, place: Place): State => {
  const { validFor, returns } = step.redirect
  const state: State = {
    id,
    label: 'REDIRECT_REQUIRED',
    arrows: () => {
      const refused = branchState(id, 'otherwise', step.otherwise, place)
      return [
        ...returnArrows(step, state, refused, place),
        ...(returns?.error === undefined ? [{ label: 'PSU cancels at the bank', to: refused }] : []),
        ...expiryArrow(id, validFor, step.expired, place),
      ]
    },
  }
  return state
}

/** Returns the arrows for a PSU who approves and comes back. */
const returnArrows = ({ redirect }: RedirectStep, state: State, refused: State, place: Place): Arrow[] => {
  const odd = describeOddReturn(redirect)
  if (redirect.declines) return [{ label: 'PSU approves, bank declines', to: refused }]
  if (redirect.returns?.error !== undefined) return [{ label: `PSU returns with ${odd}`, to: refused }]
  if (redirect.returns?.code !== undefined) return [{ label: `PSU returns with ${odd}`, to: REJECTED }]
  return [
    { label: 'PSU approves and returns', to: nextState(place) },
    ...(odd === undefined ? [] : [{ label: `callback with ${odd} is refused`, to: state }]),
  ]
}

const decoupledState = (id: string, step: DecoupledStep, place: Place): State => {
  const { validFor, pollInterval } = step.decoupled
  const state: State = {
    id,
    label: 'DECOUPLED_AUTH_REQUIRED, once polled DECOUPLED_AUTH_IN_PROGRESS',
    arrows: () => [
      { label: 'poll, not decided yet', to: state },
      ...decisionArrows(id, step, place),
      ...expiryArrow(id, validFor, step.expired, place),
      ...(pollInterval === undefined
        ? []
        : [
            {
              label: `poll sooner than ${formatDuration(pollInterval)}`,
              to: branchState(id, 'tooFast', step.tooFast, place),
            },
          ]),
    ],
  }
  return state
}

const decisionArrows = (id: string, { decoupled, otherwise }: DecoupledStep, place: Place): Arrow[] => {
  const declined = () => branchState(id, 'otherwise', otherwise, place)
  if (decoupled.byHand && decoupled.after === undefined) {
    return [
      { label: 'PSU approves by hand', to: nextState(place) },
      { label: 'PSU declines by hand', to: declined() },
    ]
  }
  return [{ label: `PSU ${describeDecision(decoupled)}`, to: decoupled.declines ? declined() : nextState(place) }]
}

const importedState = (scenario: Scenario): State => ({
  id: 'imported',
  label: '201 imported',
  arrows: () => [{ label: downloadLabel(scenario), to: readyState(scenario) }],
})

const readyState = (scenario: Scenario): State => {
  const update = updateLabel(scenario)
  const state: State = {
    id: 'ready',
    label: 'updateStatus READY',
    arrows: () => [...(update === undefined ? [] : [{ label: update, to: state }]), { label: '', to: undefined }],
  }
  return state
}

import type { Recording } from '../recording/format.ts'
import { type AnalysedRecording, analyseRecording, type RecordedStep } from './analyse.ts'
import { addBindings, type Bindings, createBindingContext, createSharedBindings, type SessionId } from './bindings.ts'
import type { Candidate, Session } from './session.ts'

/** A recorded step to serve for a request. */
export interface Match {
  readonly step: RecordedStep
  /** The values that the response is rendered with. */
  readonly bindings: Bindings
  readonly session: SessionId | undefined
}

/** Everything that the replay of one version remembers. */
export interface ReplayState {
  readonly recording: AnalysedRecording
  readonly stepsByRoute: ReadonlyMap<string, readonly RecordedStep[]>
  readonly shared: Bindings
  readonly sessions: Map<SessionId, Session>
  /** In the order in which they were served last. */
  readonly served: Set<RecordedStep>
  /** The position of the rule that the client is at. */
  rule: number
}

const groupByRoute = (steps: readonly RecordedStep[]): Map<string, RecordedStep[]> => {
  const groups = new Map<string, RecordedStep[]>()
  for (const step of steps) {
    const group = groups.get(step.route) ?? []
    group.push(step)
    groups.set(step.route, group)
  }
  return groups
}

/** Makes the state of a replay that has served nothing yet. */
export const createReplayState = (recorded: Recording, origin: string, start: Date): ReplayState => {
  const recording = analyseRecording(recorded)
  return {
    recording,
    stepsByRoute: groupByRoute(recording.steps),
    shared: createSharedBindings(createBindingContext(recording, origin, start)),
    sessions: new Map(),
    served: new Set(),
    rule: 0,
  }
}

/** Ranks the steps that come next before those much later, and those before the ones that are over. */
export const rankByDistance = ({ rule, recording }: ReplayState, step: RecordedStep): number => {
  const ahead = step.rule - rule
  return ahead >= 0 ? ahead : recording.steps.length - ahead
}

/** Splits steps into those not served yet, the nearest first, and the others, the last served first. */
export const sortByUse = (
  state: ReplayState,
  steps: readonly RecordedStep[],
): { readonly unserved: RecordedStep[]; readonly served: RecordedStep[] } => {
  const positions = new Map([...state.served].map((step, index) => [step, index]))
  return {
    unserved: steps
      .filter((step) => !positions.has(step))
      .sort((one, other) => rankByDistance(state, one) - rankByDistance(state, other)),
    served: steps
      .filter((step) => positions.has(step))
      .sort((one, other) => (positions.get(other) ?? 0) - (positions.get(one) ?? 0)),
  }
}

/** Records that a step is served, and binds what its request bound. */
export const serve = (
  state: ReplayState,
  { step, bindings, bound }: Pick<Candidate, 'step' | 'bindings' | 'bound'>,
  session: SessionId | undefined,
): Match => {
  addBindings(bindings, bound)
  if (!state.served.has(step) && (step.kind === 'read' || step.kind === 'change')) state.rule = step.rule
  // Deleted first, because a set keeps the order of the first insertion.
  state.served.delete(step)
  state.served.add(step)
  return { step, bindings, session }
}

import type { Rejection } from '../../scenarios/types.ts'
import type { Events } from '../core/events.ts'
import { buildChallenge } from './build-challenge.ts'
import type { Challenge } from './challenge.ts'
import { describeAnswer, describeExpectation, type Explanation } from './explanation.ts'
import { type Flow, type FlowStore, firstHash } from './flows.ts'
import {
  continueSca,
  formatPosition,
  isPending,
  type ScaAnswer,
  type ScaContext,
  type ScaProblem,
  type ScaState,
} from './sca-flow.ts'
import type { FlowEvents } from './timelines.ts'

/** The parts of a world that the SCA engine needs. */
export interface ScaWorld {
  readonly clock: { now(): number }
  readonly ids: { hash(): string; uuid(): string }
  readonly flows: FlowStore
  readonly events: Pick<Events<FlowEvents>, 'publish'>
}

/** The result of a call that starts or continues a flow. */
export type FlowOutcome =
  | {
      kind: 'completed'
      /** The procedure that was used last, if any. */
      procedureId: string | undefined
    }
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'pending'; challenge: Challenge }
  /** The answer does not fit the pending state, which stays as it is. */
  | { kind: 'refused'; problem: ScaProblem; status: ScaState['status'] }

/** Returns the time and the random values for the pure part of the engine. */
export const scaContext = ({ clock, ids }: Pick<ScaWorld, 'clock' | 'ids'>): ScaContext => ({
  now: clock.now(),
  uuid: () => ids.uuid(),
})

/** Adds a new flow. Returns its first challenge, or its end if the bank requires no authentication. */
export const startFlow = (world: ScaWorld, flow: Flow, bankPageUrl: string): FlowOutcome => {
  world.flows.add(flow)
  publishCall(world, flow, { reason: 'started', before: undefined, answer: undefined })
  return toOutcome(world, flow, bankPageUrl)
}

/** Applies the PSU's answer to a pending flow. */
export const continueFlow = (world: ScaWorld, flow: Flow, answer: ScaAnswer, bankPageUrl: string): FlowOutcome => {
  const before = flow.state
  const result = continueSca(before, answer, scaContext(world))
  if ('problem' in result) {
    publishCall(world, flow, { reason: result.problem, before, answer })
    return { kind: 'refused', problem: result, status: before.status }
  }
  enterState(world, flow, result.state)
  publishCall(world, flow, { reason: result.reason, before, answer })
  return toOutcome(world, flow, bankPageUrl)
}

const toOutcome = (world: ScaWorld, flow: Flow, bankPageUrl: string): FlowOutcome => {
  const { state } = flow
  if (isPending(state)) return { kind: 'pending', challenge: buildChallenge(flow, state, bankPageUrl) }
  world.flows.remove(flow)
  return state.status === 'COMPLETED'
    ? { kind: 'completed', procedureId: state.selection?.procedureId }
    : { kind: 'rejected', rejection: state.rejection }
}

const enterState = (world: ScaWorld, flow: Flow, state: ScaState): void => {
  // The guide shows a new hash at the start of a decoupled approval, and one hash everywhere else.
  const startsDecoupled = state.status === 'DECOUPLED_AUTH_REQUIRED' && flow.state !== state
  if (startsDecoupled) world.flows.addHash(flow, world.ids.hash())
  world.flows.setState(flow, state)
}

interface Call {
  reason: Explanation['reason']
  before: ScaState | undefined
  answer: ScaAnswer | undefined
}

const publishCall = ({ clock, events }: ScaWorld, flow: Flow, { reason, before, answer }: Call): void => {
  const pending = before !== undefined && isPending(before) ? before : undefined
  const explanation: Explanation = {
    scenario: flow.scenario,
    flow: firstHash(flow),
    step: findStepPath(pending ?? flow.state),
    expected: pending && describeExpectation(pending),
    given: pending && answer && describeAnswer(answer, pending),
    reason,
    status: flow.state.status,
  }
  const { step, expected, given, status } = explanation
  events.publish('flow-step', {
    flow,
    step: { at: clock.now(), who: 'client', event: reason, step, expected, given, status },
    explanation,
  })
}

const findStepPath = (state: ScaState): string | undefined =>
  'at' in state && state.at !== undefined ? formatPosition(state.at) : undefined

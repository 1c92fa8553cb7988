import type { Events } from '../core/events.ts'
import { id, label, list, moment, object, oneOf, optional, text } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'
import { bankingInterface } from './challenge.ts'
import type { Explanation } from './explanation.ts'
import { type Flow, firstHash, hashesShape } from './flows.ts'
import { type FlowPurpose, purposeShape } from './purpose.ts'

/** A step of a flow: a call of the client, or an action of the PSU or the bank. */
export interface FlowStep {
  /** Milliseconds since 1970. */
  at: number
  who: 'client' | 'psu' | 'bank'
  /** The engine's reason, or the PSU's action at the bank. */
  event: Explanation['reason'] | PsuEvent
  /** The scenario's step, such as `steps/1`. */
  step: string | undefined
  expected: string | undefined
  given: string | undefined
  /** The flow's status afterwards. */
  status: string
}

/** The PSU's actions at the bank, or by hand through the control API. */
export type PsuEvent =
  | 'logged-in-at-bank'
  | 'login-at-bank-failed'
  | 'approved-at-bank-page'
  | 'cancelled-at-bank-page'
  | 'approved-by-hand'
  | 'declined-by-hand'
  | 'expired-by-hand'

/** The events that the SCA engine and the bank's pages publish. */
export interface FlowEvents {
  'flow-step': { flow: Flow; step: FlowStep; explanation: Explanation | undefined }
}

/** The history of a flow, as plain data. It outlives the flow. */
export interface FlowTimeline {
  hashes: string[]
  userId: string
  clientId: string
  origin: string
  purpose: FlowPurpose
  bankId: number
  interface: string
  scenario: string
  steps: FlowStep[]
}

/** The histories of a world's latest flows, by hash. */
export interface TimelineStore extends Store<readonly FlowTimeline[]> {
  byHash(hash: string): FlowTimeline | undefined
  /** Returns the histories, oldest first. */
  all(): readonly FlowTimeline[]
}

/** The oldest histories are dropped, so that memory stays bounded. */
const MAX_TIMELINES = 1000
/** Bounds the history of a client that polls for ever. */
const MAX_STEPS = 200

/** Creates a store that records every step of every flow. */
export const createTimelineStore = (events: Pick<Events<FlowEvents>, 'subscribe'>): TimelineStore => {
  const timelines = new Set<FlowTimeline>()
  const byHash = new Map<string, FlowTimeline>()

  const add = (timeline: FlowTimeline): FlowTimeline => {
    timelines.add(timeline)
    for (const hash of timeline.hashes) byHash.set(hash, timeline)
    const [oldest] = timelines
    if (timelines.size > MAX_TIMELINES && oldest !== undefined) {
      timelines.delete(oldest)
      for (const hash of oldest.hashes) byHash.delete(hash)
    }
    return timeline
  }

  events.subscribe('flow-step', ({ flow, step }) => {
    const timeline = byHash.get(firstHash(flow)) ?? add(newTimeline(flow))
    for (const hash of flow.hashes.slice(timeline.hashes.length)) {
      timeline.hashes.push(hash)
      byHash.set(hash, timeline)
    }
    if (timeline.steps.length < MAX_STEPS) timeline.steps.push(step)
  })

  return {
    byHash: (hash) => byHash.get(hash),
    all: () => [...timelines],
    state: () => [...timelines],
    restore: (state) => {
      timelines.clear()
      byHash.clear()
      for (const timeline of state) add(timeline)
    },
  }
}

const newTimeline = (flow: Flow): FlowTimeline => ({
  hashes: [...flow.hashes],
  userId: flow.userId,
  clientId: flow.clientId,
  origin: flow.origin,
  purpose: flow.purpose,
  bankId: flow.bankId,
  interface: flow.interface,
  scenario: flow.scenario,
  steps: [],
})

export const timelineStore = defineStore({
  create: ({ events }: { events: Pick<Events<FlowEvents>, 'subscribe'> }) => createTimelineStore(events),
  shape: list(
    object<FlowTimeline>({
      hashes: hashesShape,
      userId: text,
      clientId: text,
      origin: oneOf('v1', 'v2'),
      purpose: purposeShape,
      bankId: id,
      interface: bankingInterface,
      scenario: text,
      steps: list(
        object<FlowStep>({
          at: moment,
          who: oneOf('client', 'psu', 'bank'),
          event: label<FlowStep['event']>(),
          step: optional(text),
          expected: optional(text),
          given: optional(text),
          status: text,
        }),
        MAX_STEPS,
      ),
    }),
    MAX_TIMELINES,
  ),
})

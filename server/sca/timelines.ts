import type { Explanation } from './explanation.ts'
import type { Flow } from './flows.ts'

/** One thing that happened to a flow. */
export interface FlowEvent {
  /** Milliseconds since 1970. */
  at: number
  who: 'client' | 'psu' | 'bank'
  /** A reason of the engine, or what the user did at the bank. */
  event: Explanation['reason'] | PsuEvent
  step: string | undefined
  expected: string | undefined
  given: string | undefined
  /** Where the flow stands afterwards. */
  status: string
}

export type PsuEvent =
  | 'logged-in-at-bank'
  | 'login-at-bank-failed'
  | 'approved-at-bank-page'
  | 'cancelled-at-bank-page'
  | 'approved-by-hand'
  | 'declined-by-hand'
  | 'expired-by-hand'

/** The story of a flow; it outlives the flow itself. */
export interface FlowTimeline {
  hashes: string[]
  userId: string
  clientId: string
  origin: string
  bankId: number
  interface: string
  scenario: string
  events: FlowEvent[]
}

/** The stories of a world's last flows, found by any of their hashes. */
export interface TimelineBook {
  begin(flow: Flow, userId: string): void
  add(flow: Flow, event: FlowEvent): void
  byHash(hash: string): FlowTimeline | undefined
  /** Oldest first. */
  all(): readonly FlowTimeline[]
  replace(timelines: readonly FlowTimeline[]): void
}

/** Enough for any test run to look back, and little enough to stay small. */
const MOST_TIMELINES = 1000
/** A client that polls for ever adds no more than this. */
const MOST_EVENTS = 200

export const createTimelineBook = (): TimelineBook => {
  const timelines = new Set<FlowTimeline>()
  const byHash = new Map<string, FlowTimeline>()

  const keep = (timeline: FlowTimeline): void => {
    timelines.add(timeline)
    for (const hash of timeline.hashes) byHash.set(hash, timeline)
    if (timelines.size <= MOST_TIMELINES) return
    const [oldest] = timelines
    if (oldest === undefined) return
    timelines.delete(oldest)
    for (const hash of oldest.hashes) byHash.delete(hash)
  }

  const nameOf = ({ hashes }: Flow): string => hashes[0] ?? ''

  return {
    begin: (flow, userId) =>
      keep({
        hashes: [...flow.hashes],
        userId,
        clientId: flow.clientId,
        origin: flow.origin,
        bankId: flow.bankId,
        interface: flow.interface,
        scenario: flow.scenario,
        events: [],
      }),
    add: (flow, event) => {
      const timeline = byHash.get(nameOf(flow))
      if (timeline === undefined) return
      for (const hash of flow.hashes.slice(timeline.hashes.length)) {
        timeline.hashes.push(hash)
        byHash.set(hash, timeline)
      }
      if (timeline.events.length < MOST_EVENTS) timeline.events.push(event)
    },
    byHash: (hash) => byHash.get(hash),
    all: () => [...timelines],
    replace: (given) => {
      timelines.clear()
      byHash.clear()
      for (const timeline of given) keep(timeline)
    },
  }
}

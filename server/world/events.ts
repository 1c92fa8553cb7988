import type { CallbackEvents } from '../callbacks/outbox.ts'
import type { ExchangeEvents } from '../observe/journal/entry.ts'
import type { FlowEvents } from '../sca/timelines.ts'
import type { Job } from './jobs.ts'

/** The events that a world publishes. Journal, timelines, coverage and the request log subscribe. */
export interface WorldEvents extends ExchangeEvents, FlowEvents, CallbackEvents {
  /** The clock was set or advanced, or its speed changed. */
  clock: { now: number; speed: number }
  /** A job ran; the clock is at its due time. */
  job: { job: Job; at: number }
  /** A fault hit a request. */
  fault: { faultId: number; kind: string; method: string; path: string }
}

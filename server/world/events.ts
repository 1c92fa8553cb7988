import type { CallbackEvents } from '../callbacks/outbox.ts'
import type { ExchangeEvents } from '../observe/journal/entry.ts'
import type { FlowEvents } from '../sca/timelines.ts'
import type { Job } from './jobs.ts'

/** Everything that a world publishes. Journal, timelines, coverage and the request log subscribe. */
export interface WorldEvents extends ExchangeEvents, FlowEvents, CallbackEvents {
  /** The clock was set, advanced, or started to run otherwise. */
  clock: { now: number; speed: number }
  /** A job ran; the clock shows its moment. */
  job: { job: Job; at: number }
  /** A fault hit a request. */
  fault: { faultId: number; kind: string; method: string; path: string }
}

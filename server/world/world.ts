import type { Library } from '../../scenarios/library.ts'
import type { LedgerCache } from '../bank/bank-ledgers.ts'
import type { Clock } from '../core/clock.ts'
import type { DelayedResponses } from '../core/delayed-responses.ts'
import type { Events } from '../core/events.ts'
import type { Ids } from '../core/ids.ts'
import type { JournalStore } from '../observe/journal/journal.ts'
import type { LastStep } from '../sca/last-step.ts'
import type { WorldEvents } from './events.ts'
import type { Job } from './jobs.ts'
import type { WorldOptions } from './options.ts'
import type { Stores } from './stores.ts'

/** The parts of a world that are not stores. */
export interface Kernel {
  readonly options: WorldOptions
  readonly library: Library
  readonly clock: Clock<Job>
  readonly ids: Ids
  readonly events: Events<WorldEvents>
  readonly journal: JournalStore
  readonly lastStep: LastStep
  readonly ledgerCache: LedgerCache
  /** Responses that a fault delays. */
  readonly delayedResponses: DelayedResponses
  /** Deletes the data of a user from every store. */
  removeUser(userKey: string): void
}

/** An isolated finAPI: its clock, its stores and its events. Two worlds share nothing. */
export type World = Kernel & Stores

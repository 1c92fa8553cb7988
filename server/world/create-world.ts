import { createLedgerCache, type LedgerCache } from '../bank/bank-ledgers.ts'
import { createClock } from '../core/clock.ts'
import { createDelayedResponses } from '../core/delayed-responses.ts'
import { createEvents } from '../core/events.ts'
import { createIds } from '../core/ids.ts'
import type { Store, StoreDefinition } from '../core/store.ts'
import { createJournal, DEFAULT_ENTRIES } from '../observe/journal/journal.ts'
import { createJournalMemory, type JournalMemory } from '../observe/journal/journal-memory.ts'
import { createLastStep } from '../sca/last-step.ts'
import type { WorldEvents } from './events.ts'
import type { Job } from './jobs.ts'
import type { WorldOptions } from './options.ts'
import { failJob, isDeadline, runJob } from './run-job.ts'
import { type StoreKernel, type StoreName, type Stores, stores } from './stores.ts'
import type { Kernel, World } from './world.ts'

/** The memory that the worlds of a server share. */
export interface SharedMemory {
  readonly ledgerCache: LedgerCache
  readonly journalMemory: JournalMemory
}

export const createSharedMemory = (): SharedMemory => ({
  ledgerCache: createLedgerCache(),
  journalMemory: createJournalMemory(),
})

export const createWorld = (
  options: WorldOptions,
  { ledgerCache, journalMemory }: SharedMemory = createSharedMemory(),
): World => {
  const events = createEvents<WorldEvents>()
  const clock = createClock<Job>({
    run: (job) => {
      runJob(world, job)
      if (events.hasSubscribers('job')) events.publish('job', { job, at: clock.now() })
    },
    onFailure: (job) => failJob(world, job),
    isDeadline,
    frozenAt: options.frozenAt,
    onChange: (now, speed) => events.publish('clock', { now, speed }),
  })
  const { library } = options
  const worldStores = createStores({ options, library, clock, events, ledgerCache })
  const kernel: Kernel = {
    options,
    library,
    ledgerCache,
    clock,
    ids: createIds(options.seed),
    events,
    // Subscribes after the stores, so that they are up to date when `journal.waitFor` resolves.
    journal: createJournal(options.journalEntries ?? DEFAULT_ENTRIES, events, journalMemory),
    lastStep: createLastStep(events),
    delayedResponses: createDelayedResponses(clock),
    removeUser: (userKey) => {
      for (const store of Object.values<Store>(worldStores)) store.removeOwnedBy?.(userKey)
    },
  }
  const world: World = Object.assign(kernel, worldStores)
  return world
}

const createStores = (kernel: StoreKernel): Stores =>
  Object.fromEntries(
    Object.entries<StoreDefinition<StoreKernel, unknown>>(stores).map(([name, definition]) => [
      name,
      definition.create(kernel),
    ]),
  ) as { [Name in StoreName]: never }

/** Stops the timers and rejects everything that waits. */
export const stopWorld = ({ clock, delayedResponses, journal }: World): void => {
  clock.stop()
  delayedResponses.stop()
  journal.stop()
}

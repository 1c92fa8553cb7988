import { InputError } from '../../core/input.ts'
import { type JournalEntry, type Recorded, tell } from './entry.ts'
import { type JournalFilter, nearestMisses, readFilter, readyFilter } from './filter.ts'
import { type Har, harOf } from './har.ts'
import { type Expectation, readExpectation, type Verification, verify } from './verify.ts'

/** How many exchanges are kept, unless told otherwise. */
export const USUAL_ENTRIES = 1000
/** Characters of a body that are kept. */
export const LONGEST_BODY = 16 * 1024
/** Characters of all bodies together. */
const MOST_CHARACTERS = 8 * 1024 * 1024
const USUAL_PATIENCE = 5000
const LONGEST_PATIENCE = 10 * 60_000

/** No exchange came in time; the message names what nearly fitted. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout'
}

/** What is kept of a journal, for a snapshot of the world. */
export interface JournalState {
  forgotten: number
  entries: readonly Recorded[]
}

/** The last exchanges of a world, redacted; oldest first. */
export interface Journal {
  /** How many are kept. */
  readonly size: number
  /** How many were dropped to keep it small. */
  readonly forgotten: number
  /** Those that fit a filter; all without one. Throws an InputError. */
  find(filter?: JournalFilter): JournalEntry[]
  get(id: number): JournalEntry | undefined
  /**
   * The first exchange that fits: one that is there already (unless the filter says `after`), or the next to come.
   * Waits real time: 5 seconds, unless `timeout` says other milliseconds. Rejects with a JournalTimeout.
   *
   * @example
   * await world.journal.waitFor({ operation: 'importBankConnection', status: 201 })
   */
  waitFor(filter: JournalFilter, options?: { timeout?: number | undefined }): Promise<JournalEntry>
  /**
   * Compares the journal with what is expected of it.
   *
   * @example
   * world.journal.verify({ exactly: 1, of: { operation: 'importBankConnection', status: 201 } })
   */
  verify(expectation: Expectation): Verification
  /** The exchanges as an HTTP Archive 1.2, for browsers and other tools. */
  har(filter?: JournalFilter): Har
  clear(): void
  add(record: Omit<Recorded, 'id'>): Recorded | undefined
  all(): JournalState
  restore(state: JournalState): void
  /** Lets nobody wait any longer. */
  stop(): void
}

interface Waiter {
  fits(entry: Recorded): boolean
  resolve(entry: Recorded): void
  reject(error: Error): void
}

export const createJournal = (limit: number): Journal => {
  // A ring: an entry's place follows from its id. (A map whose oldest is deleted again and again is slow to iterate.)
  const ring: (Recorded | undefined)[] = []
  const waiters = new Set<Waiter>()
  let firstId = 1
  let lastId = 0
  let characters = 0

  const weightOf = ({ request, response }: Recorded): number =>
    Math.min(request.size, LONGEST_BODY) + (response.text?.length ?? 0)

  const sizeOf = (): number => lastId - firstId + 1

  const at = (id: number): Recorded | undefined => (id < firstId || id > lastId ? undefined : ring[id % limit])

  const dropOldest = (): void => {
    const oldest = at(firstId)
    if (oldest !== undefined) characters -= weightOf(oldest)
    ring[firstId % limit] = undefined
    firstId++
  }

  const keep = (entry: Recorded): void => {
    if (sizeOf() === limit) dropOldest()
    lastId = entry.id
    ring[entry.id % limit] = entry
    characters += weightOf(entry)
    while (characters > MOST_CHARACTERS && sizeOf() > 1) dropOldest()
  }

  const all = (): Recorded[] => {
    const entries: Recorded[] = []
    for (let id = firstId; id <= lastId; id++) {
      const entry = at(id)
      if (entry !== undefined) entries.push(entry)
    }
    return entries
  }

  const clear = (): void => {
    ring.length = 0
    characters = 0
    firstId = 1
    lastId = 0
  }

  const matching = (filter: JournalFilter): Recorded[] => {
    const { fits } = readyFilter(readFilter(filter))
    return all().filter(fits)
  }

  const journal: Journal = {
    get size() {
      return sizeOf()
    },
    get forgotten() {
      return firstId - 1
    },
    find: (filter = {}) => matching(filter).map(tell),
    get: (id) => {
      const entry = at(id)
      return entry && tell(entry)
    },
    waitFor: async (given, { timeout = USUAL_PATIENCE } = {}) => {
      if (!(timeout >= 0 && timeout <= LONGEST_PATIENCE)) {
        throw new InputError(`timeout must be at most ${LONGEST_PATIENCE} milliseconds, but is ${timeout}`, 'timeout')
      }
      const filter = readyFilter(readFilter(given))
      const present = all().find(filter.fits)
      if (present !== undefined) return tell(present)
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        const waiter: Waiter = {
          fits: filter.fits,
          resolve: (entry) => {
            end()
            resolve(tell(entry))
          },
          reject: (error) => {
            end()
            reject(error)
          },
        }
        const timer = setTimeout(() => {
          const misses = nearestMisses(all(), filter).map((line) => `\n  ${line}`)
          const nearest = misses.length === 0 ? '' : `; nearest misses:${misses.join('')}`
          waiter.reject(new JournalTimeout(`no exchange with ${filter.words} came within ${timeout} ms${nearest}`))
        }, timeout)
        waiters.add(waiter)
      })
    },
    verify: (expectation) => verify(all(), readExpectation(expectation), journal.forgotten),
    har: (filter = {}) => harOf(matching(filter).map(tell)),
    clear,
    add: (record) => {
      if (limit === 0) return undefined
      const entry: Recorded = { id: lastId + 1, ...record }
      keep(entry)
      if (waiters.size > 0) for (const waiter of [...waiters]) if (waiter.fits(entry)) waiter.resolve(entry)
      return entry
    },
    all: () => ({ forgotten: journal.forgotten, entries: all() }),
    restore: ({ forgotten, entries }) => {
      clear()
      if (limit === 0) return
      firstId = forgotten + 1
      lastId = forgotten
      for (const entry of entries) keep(entry)
    },
    stop: () => {
      for (const waiter of [...waiters]) waiter.reject(new JournalTimeout('the server stopped'))
    },
  }
  return journal
}

import type { Events } from '../../core/events.ts'
import { InputError } from '../../core/input.ts'
import { type ExchangeEvents, type JournalEntry, type RecordedExchange, toJournalEntry } from './entry.ts'
import { type JournalFilter, nearestMisses, readFilter, readyFilter } from './filter.ts'
import { type Har, harOf } from './har.ts'
import { type Expectation, readExpectation, type Verification, verify } from './verify.ts'

/** The number of exchanges that a journal stores by default. */
export const DEFAULT_ENTRIES = 1000
/** The most characters of a body that are stored. */
export const MAX_BODY = 16 * 1024
/** The most characters of all bodies together. */
const MAX_CHARACTERS = 8 * 1024 * 1024
/** Shorter than the time limit of test runners, so that the message of a JournalTimeout is seen. */
const DEFAULT_TIMEOUT = 3000
const MAX_TIMEOUT = 10 * 60_000

/** No exchange came in time; the message names the nearest misses. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout'
}

/** The last exchanges of a world, redacted; oldest first. */
export interface Journal {
  /** The number of stored exchanges. */
  readonly size: number
  /** The number of older exchanges that were dropped. */
  readonly forgotten: number
  /** The exchanges that fit a filter; all without one. Throws an InputError. */
  find(filter?: JournalFilter): JournalEntry[]
  get(id: number): JournalEntry | undefined
  /**
   * The first exchange that fits: one that is there already (unless the filter says `after`), or the next to come.
   * Waits in real time, for 3 seconds unless `timeout` gives other milliseconds. Rejects with a JournalTimeout.
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
}

export interface JournalStore extends Journal {
  /** Oldest first. */
  records(): readonly RecordedExchange[]
  /** Rejects everybody who waits. */
  stop(): void
}

interface Waiter {
  fits(entry: RecordedExchange): boolean
  resolve(entry: RecordedExchange): void
  reject(error: Error): void
}

/** Creates a journal of the last exchanges that are published. */
export const createJournal = (limit: number, events: Pick<Events<ExchangeEvents>, 'subscribe'>): JournalStore => {
  // A ring: an entry's place follows from its id. (A map whose oldest is deleted again and again is slow to iterate.)
  const ring: (RecordedExchange | undefined)[] = []
  const waiters = new Set<Waiter>()
  let firstId = 1
  let lastId = 0
  let characters = 0

  const weightOf = ({ request, response }: RecordedExchange): number =>
    Math.min(request.size, MAX_BODY) + (response.text?.length ?? 0)

  const sizeOf = (): number => lastId - firstId + 1

  const at = (id: number): RecordedExchange | undefined => (id < firstId || id > lastId ? undefined : ring[id % limit])

  const dropOldest = (): void => {
    const oldest = at(firstId)
    if (oldest !== undefined) characters -= weightOf(oldest)
    ring[firstId % limit] = undefined
    firstId++
  }

  const keep = (entry: RecordedExchange): void => {
    if (sizeOf() === limit) dropOldest()
    lastId = entry.id
    ring[entry.id % limit] = entry
    characters += weightOf(entry)
    while (characters > MAX_CHARACTERS && sizeOf() > 1) dropOldest()
  }

  const all = (): RecordedExchange[] => {
    const entries: RecordedExchange[] = []
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

  const matching = (filter: JournalFilter): RecordedExchange[] => {
    const { fits } = readyFilter(readFilter(filter))
    return all().filter(fits)
  }

  const journal: JournalStore = {
    get size() {
      return sizeOf()
    },
    get forgotten() {
      return firstId - 1
    },
    find: (filter = {}) => matching(filter).map(toJournalEntry),
    get: (id) => {
      const entry = at(id)
      return entry && toJournalEntry(entry)
    },
    waitFor: async (given, { timeout = DEFAULT_TIMEOUT } = {}) => {
      if (!(timeout >= 0 && timeout <= MAX_TIMEOUT)) {
        throw new InputError(`timeout must be at most ${MAX_TIMEOUT} milliseconds, but is ${timeout}`, 'timeout')
      }
      const filter = readyFilter(readFilter(given))
      const present = all().find(filter.fits)
      if (present !== undefined) return toJournalEntry(present)
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        const waiter: Waiter = {
          fits: filter.fits,
          resolve: (entry) => {
            end()
            resolve(toJournalEntry(entry))
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
    har: (filter = {}) => harOf(matching(filter).map(toJournalEntry)),
    clear,
    records: all,
    stop: () => {
      for (const waiter of [...waiters]) waiter.reject(new JournalTimeout('the server stopped'))
    },
  }
  if (limit > 0) {
    events.subscribe('exchange', ({ record }) => {
      const entry: RecordedExchange = { id: lastId + 1, ...record }
      keep(entry)
      for (const waiter of [...waiters]) if (waiter.fits(entry)) waiter.resolve(entry)
    })
  }
  return journal
}

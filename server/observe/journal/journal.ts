import type { Events } from '../../core/events.ts'
import { InputError } from '../../core/input.ts'
import { type ExchangeEvents, type JournalEntry, type RecordedExchange, toJournalEntry } from './entry.ts'
import { compileFilter, type JournalFilter, nearestMisses, readFilter } from './filter.ts'
import { type Har, toHar } from './har.ts'
import { MAX_BODY } from './redact.ts'
import { type Expectation, readExpectation, type Verification, verify } from './verify.ts'

/** The default number of stored exchanges. */
export const DEFAULT_ENTRIES = 1000
/** The maximum length of all stored bodies, in characters. */
const MAX_CHARACTERS = 8 * 1024 * 1024
/** In milliseconds, shorter than the time limits of test runners, so that they show the JournalTimeout. */
const DEFAULT_TIMEOUT = 3000
const MAX_TIMEOUT = 10 * 60_000

/** No matching exchange before the timeout; the message names the nearest misses. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout'
}

/** The last exchanges of a world, redacted; oldest first. */
export interface Journal {
  /** The number of stored exchanges. */
  readonly size: number
  /** The number of older exchanges that were dropped. */
  readonly dropped: number
  /** Returns the exchanges that match a filter, or all. Throws an InputError. */
  find(filter?: JournalFilter): JournalEntry[]
  get(id: number): JournalEntry | undefined
  /**
   * Resolves to the first exchange that matches, either stored or to come; `after` in the filter excludes older ones.
   * Waits in real time, for 3 seconds or `timeout` milliseconds. Rejects with a JournalTimeout.
   *
   * @example
   * await world.journal.waitFor({ operation: 'importBankConnection', status: 201 })
   */
  waitFor(filter: JournalFilter, options?: { timeout?: number | undefined }): Promise<JournalEntry>
  /**
   * Compares the journal with an expectation.
   *
   * @example
   * world.journal.verify({ exactly: 1, of: { operation: 'importBankConnection', status: 201 } })
   */
  verify(expectation: Expectation): Verification
  /** Returns the exchanges as an HTTP Archive 1.2, for browsers and other tools. */
  har(filter?: JournalFilter): Har
  clear(): void
}

export interface JournalStore extends Journal {
  /** Returns the stored exchanges, oldest first. */
  records(): readonly RecordedExchange[]
  /** Rejects pending waits. */
  stop(): void
}

interface Waiter {
  matches(entry: RecordedExchange): boolean
  resolve(entry: RecordedExchange): void
  reject(error: Error): void
}

/** Creates a journal of the last published exchanges. */
export const createJournal = (limit: number, events: Pick<Events<ExchangeEvents>, 'subscribe'>): JournalStore => {
  // A ring, in which the id gives the position. (A map whose oldest entry is deleted repeatedly is slow to iterate.)
  const ring: (RecordedExchange | undefined)[] = []
  const waiters = new Set<Waiter>()
  let firstId = 1
  let lastId = 0
  let characters = 0

  const countCharacters = ({ request, response }: RecordedExchange): number =>
    Math.min(request.size, MAX_BODY) + (response.text?.length ?? 0)

  const readSize = (): number => lastId - firstId + 1

  const at = (id: number): RecordedExchange | undefined => (id < firstId || id > lastId ? undefined : ring[id % limit])

  const dropOldest = (): void => {
    const oldest = at(firstId)
    if (oldest !== undefined) characters -= countCharacters(oldest)
    ring[firstId % limit] = undefined
    firstId++
  }

  const keep = (entry: RecordedExchange): void => {
    if (readSize() === limit) dropOldest()
    lastId = entry.id
    ring[entry.id % limit] = entry
    characters += countCharacters(entry)
    while (characters > MAX_CHARACTERS && readSize() > 1) dropOldest()
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

  const findRecords = (filter: JournalFilter): RecordedExchange[] => {
    const { matches } = compileFilter(readFilter(filter))
    return all().filter(matches)
  }

  const journal: JournalStore = {
    get size() {
      return readSize()
    },
    get dropped() {
      return firstId - 1
    },
    find: (filter = {}) => findRecords(filter).map(toJournalEntry),
    get: (id) => {
      const entry = at(id)
      return entry && toJournalEntry(entry)
    },
    waitFor: async (given, { timeout = DEFAULT_TIMEOUT } = {}) => {
      if (!(timeout >= 0 && timeout <= MAX_TIMEOUT)) {
        throw new InputError(`timeout must be at most ${MAX_TIMEOUT} milliseconds, but is ${timeout}`, 'timeout')
      }
      const filter = compileFilter(readFilter(given))
      const present = all().find(filter.matches)
      if (present !== undefined) return toJournalEntry(present)
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        const waiter: Waiter = {
          matches: filter.matches,
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
          waiter.reject(new JournalTimeout(`no exchange with ${filter.description} within ${timeout} ms${nearest}`))
        }, timeout)
        waiters.add(waiter)
      })
    },
    verify: (expectation) => verify(all(), readExpectation(expectation), journal.dropped),
    har: (filter = {}) => toHar(findRecords(filter).map(toJournalEntry)),
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
      for (const waiter of [...waiters]) if (waiter.matches(entry)) waiter.resolve(entry)
    })
  }
  return journal
}

import { setImmediate } from 'node:timers/promises'
import type { Events } from '../../core/events.ts'
import { InputError } from '../../core/input.ts'
import type { ExchangeEvents, ExchangeTexts, JournalEntry, RecordedExchange } from './entry.ts'
import { createExchangeStore } from './exchange-store.ts'
import { compileFilter, type JournalFilter, nearestMisses, readFilter } from './filter.ts'
import { type Har, toHar } from './har.ts'
import { createJournalMemory } from './journal-memory.ts'
import { toJournalEntry } from './render-entry.ts'
import { type Expectation, readExpectation, type Verification, verify } from './verify.ts'

/** The default number of stored exchanges. */
export const DEFAULT_ENTRIES = 1000
/** In milliseconds, shorter than the time limits of test runners, so that they show the JournalTimeout. */
const DEFAULT_TIMEOUT = 3000
const MAX_TIMEOUT = 10 * 60_000
/** In characters, of which the costliest take some 10 milliseconds. */
const MAX_SLICE = 16 * 1024
/** The size of an exchange without what a client makes long, in characters. */
const MIN_SIZE = 500
/** The maximum number of waits in a world, because every exchange is compared with each. */
const MAX_WAITS = 100
const STOPPED = 'the world was removed, or the server stopped'

/** No matching exchange before the timeout; the message names the nearest misses. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout'
}

/** More waits for exchanges than a world allows at the same time. */
export class JournalBusy extends Error {
  override readonly name = 'JournalBusy'
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
   * Waits in real time, for 3 seconds or `timeout` milliseconds. Rejects with a JournalTimeout, with the reason of the
   * `signal` that ends the wait, or with a JournalBusy if 100 others wait.
   *
   * @example
   * await world.journal.waitFor({ operation: 'importBankConnection', status: 201 })
   */
  waitFor(
    filter: JournalFilter,
    options?: { timeout?: number | undefined; signal?: AbortSignal | undefined },
  ): Promise<JournalEntry>
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
  /** Returns the stored exchanges that match a filter, or all, oldest first. Throws an InputError. */
  findRecords(filter?: JournalFilter): RecordedExchange[]
  /** Returns the public form of a stored exchange. */
  render(record: RecordedExchange): JournalEntry
  /**
   * Converts the public form of stored exchanges. Other requests are handled in between, because a full journal may take
   * seconds. Exchanges that are dropped meanwhile are left out.
   */
  convertInSlices<Result>(
    records: readonly RecordedExchange[],
    convert: (entry: JournalEntry, record: RecordedExchange) => Result,
  ): Promise<Result[]>
  /** Rejects pending waits and all later ones, and leaves the memory that it shares with other journals. */
  stop(): void
}

interface Waiter {
  matches(entry: RecordedExchange): boolean
  resolve(entry: RecordedExchange): void
  reject(reason: unknown): void
}

/** Creates a journal of the last published exchanges. */
export const createJournal = (
  limit: number,
  events: Pick<Events<ExchangeEvents>, 'subscribe'>,
  memory = createJournalMemory(),
): JournalStore => {
  const store = createExchangeStore(limit, memory)
  const waiters = new Set<Waiter>()
  let isStopped = false

  const render = (record: RecordedExchange): JournalEntry => {
    const texts = store.texts(record)
    if (texts === undefined) throw new RangeError(`exchange ${record.id} is not stored`)
    return toJournalEntry(record, texts)
  }

  const findRecords = (filter: JournalFilter = {}): RecordedExchange[] => {
    const { matches } = compileFilter(readFilter(filter))
    return store.all().filter(matches)
  }

  const journal: JournalStore = {
    get size() {
      return store.size
    },
    get dropped() {
      return store.dropped
    },
    find: (filter) => findRecords(filter).map(render),
    get: (id) => {
      const record = store.get(id)
      return record && render(record)
    },
    waitFor: async (given, { timeout = DEFAULT_TIMEOUT, signal } = {}) => {
      if (!(timeout >= 0 && timeout <= MAX_TIMEOUT)) {
        throw new InputError(`timeout must be at most ${MAX_TIMEOUT} milliseconds, but is ${timeout}`, 'timeout')
      }
      const filter = compileFilter(readFilter(given))
      const present = store.all().find(filter.matches)
      if (present !== undefined) return render(present)
      if (isStopped) throw new JournalTimeout(STOPPED)
      if (waiters.size >= MAX_WAITS) {
        throw new JournalBusy(
          `${waiters.size} waits for exchanges are pending already; end some, or use several worlds`,
        )
      }
      signal?.throwIfAborted()
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
          waiters.delete(waiter)
        }
        const waiter: Waiter = {
          matches: filter.matches,
          resolve: (entry) => {
            end()
            resolve(render(entry))
          },
          reject: (reason) => {
            end()
            reject(reason)
          },
        }
        const abort = (): void => waiter.reject(signal?.reason)
        const timer = setTimeout(() => {
          const misses = nearestMisses(store.all(), filter).map((line) => `\n  ${line}`)
          const nearest = misses.length === 0 ? '' : `; nearest misses:${misses.join('')}`
          waiter.reject(new JournalTimeout(`no exchange with ${filter.description} within ${timeout} ms${nearest}`))
        }, timeout)
        signal?.addEventListener('abort', abort)
        waiters.add(waiter)
      })
    },
    verify: (expectation) => verify(store.all(), readExpectation(expectation), journal.dropped),
    har: (filter) => toHar(findRecords(filter).map(render)),
    clear: store.clear,
    records: store.all,
    findRecords,
    render,
    convertInSlices: async (records, convert) => {
      const results = []
      let size = 0
      for (const record of records) {
        if (size > MAX_SLICE) {
          await setImmediate()
          size = 0
        }
        const texts = store.texts(record)
        if (texts === undefined) continue
        results.push(convert(toJournalEntry(record, texts), record))
        size += measureExchange(record, texts)
      }
      return results
    },
    stop: () => {
      isStopped = true
      store.detach()
      for (const waiter of [...waiters]) waiter.reject(new JournalTimeout(STOPPED))
    },
  }
  if (limit > 0) {
    events.subscribe('exchange', ({ record, texts }) => {
      store.add(record, texts)
      if (waiters.size > 0) for (const waiter of [...waiters]) if (waiter.matches(record)) waiter.resolve(record)
    })
  }
  return journal
}

/** Returns roughly the number of characters of an exchange. */
const measureExchange = ({ path, query = '' }: RecordedExchange, texts: ExchangeTexts): number => {
  const { rawHeaders, request, response } = texts
  const all = [path, query, ...rawHeaders, request?.text ?? '', response?.text ?? '']
  return all.reduce((length, text) => length + text.length, MIN_SIZE)
}

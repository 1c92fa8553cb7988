import { formatWithList } from '../core/json-list.ts'
import { formatHar, toHarEntry } from '../observe/journal/har.ts'
import { JournalBusy, JournalTimeout } from '../observe/journal/journal.ts'
import { readExpectation } from '../observe/journal/verify.ts'
import { ControlError, type ControlHandlers, readDuration, readId, readQuery, respondWithJson } from './exchange.ts'

/** The number of entries in a response if the client does not choose it. */
const DEFAULT_PAGE = 100

export const journalHandlers: ControlHandlers = {
  findJournalEntries: async (exchange) => {
    const { journal } = exchange.world
    const {
      limit = DEFAULT_PAGE,
      before = Number.POSITIVE_INFINITY,
      ...filter
    } = readQuery(exchange, 'findJournalEntries')
    const matching = journal.findRecords(filter)
    const { dropped } = journal
    const page = matching.filter(({ id }) => id < before).slice(-limit)
    const entries = await journal.convertInSlices(page, (entry) => JSON.stringify(entry))
    return respondWithJson(formatWithList({ total: matching.length, dropped }, 'entries', entries))
  },

  clearJournal: ({ world }) => {
    world.journal.clear()
    return { status: 204 }
  },

  exportHar: async (exchange) => {
    const { journal } = exchange.world
    const records = journal.findRecords(readQuery(exchange, 'exportHar'))
    return respondWithJson(
      formatHar(await journal.convertInSlices(records, (entry) => JSON.stringify(toHarEntry(entry)))),
    )
  },

  waitForJournalEntry: async (exchange) => {
    const { timeout: duration, ...filter } = readQuery(exchange, 'waitForJournalEntry')
    const timeout = duration === undefined ? undefined : readDuration('timeout', duration)
    const { signal } = exchange.request
    try {
      return { status: 200, body: await exchange.world.journal.waitFor(filter, { timeout, signal }) }
    } catch (error) {
      if (error instanceof JournalTimeout) throw new ControlError(404, error.message)
      if (error instanceof JournalBusy) throw new ControlError(429, error.message)
      if (signal.aborted) throw new ControlError(404, 'the client ended the request')
      throw error
    }
  },

  verifyJournal: ({ world, body }) => {
    const verification = world.journal.verify(readExpectation(body))
    return { status: verification.passed ? 200 : 422, body: verification }
  },

  getJournalEntry: (exchange) => {
    const { journal } = exchange.world
    const id = readId(exchange)
    const entry = journal.get(id)
    if (entry !== undefined) return { status: 200, body: entry }
    throw new ControlError(
      404,
      `there is no entry ${id}; the journal has ${journal.size} and dropped ${journal.dropped}`,
      'id',
    )
  },
}

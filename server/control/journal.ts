import { JournalBusy, JournalTimeout } from '../observe/journal/journal.ts'
import { readExpectation } from '../observe/journal/verify.ts'
import { ControlError, type ControlHandlers, readDuration, readId, readQuery } from './exchange.ts'

export const journalHandlers: ControlHandlers = {
  findJournalEntries: (exchange) => {
    const { journal } = exchange.world
    const entries = journal.find(readQuery(exchange, 'findJournalEntries'))
    return { status: 200, body: { dropped: journal.dropped, entries } }
  },

  clearJournal: ({ world }) => {
    world.journal.clear()
    return { status: 204 }
  },

  exportHar: (exchange) => ({ status: 200, body: exchange.world.journal.har(readQuery(exchange, 'exportHar')) }),

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

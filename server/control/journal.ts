import { JournalTimeout } from '../observe/journal/journal.ts'
import { readExpectation } from '../observe/journal/verify.ts'
import { ControlError, type ControlHandlers, queryOf, readDuration, readId } from './exchange.ts'

export const journalHandlers: ControlHandlers = {
  findEntries: (exchange) => {
    const { journal } = exchange.world
    const entries = journal.find(queryOf(exchange, 'findEntries'))
    return { status: 200, body: { forgotten: journal.forgotten, entries } }
  },

  clearJournal: ({ world }) => {
    world.journal.clear()
    return { status: 204 }
  },

  exportHar: (exchange) => ({ status: 200, body: exchange.world.journal.har(queryOf(exchange, 'exportHar')) }),

  waitForEntry: async (exchange) => {
    const { timeout, ...filter } = queryOf(exchange, 'waitForEntry')
    const patience = timeout === undefined ? undefined : readDuration('timeout', timeout)
    try {
      return { status: 200, body: await exchange.world.journal.waitFor(filter, { timeout: patience }) }
    } catch (error) {
      if (error instanceof JournalTimeout) throw new ControlError(404, error.message)
      throw error
    }
  },

  verifyJournal: ({ world, body }) => {
    const verification = world.journal.verify(readExpectation(body))
    return { status: verification.passed ? 200 : 422, body: verification }
  },

  getEntry: (exchange) => {
    const { journal } = exchange.world
    const id = readId(exchange)
    const entry = journal.get(id)
    if (entry !== undefined) return { status: 200, body: entry }
    throw new ControlError(404, `there is no entry ${id} in the journal (any more); it has ${journal.size}`, 'id')
  },
}

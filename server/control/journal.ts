import { type Context, Hono } from 'hono'
import { fieldsOf } from '../input.ts'
import { readFilter } from '../journal/filter.ts'
import { JournalTimeout } from '../journal/journal.ts'
import { readExpectation } from '../journal/verify.ts'
import type { World } from '../world.ts'
import { answerControlError, answerMissing, jsonBody, numberIn, queryFields } from './answers.ts'

/** `/_mock/journal`: what was asked of a world and what it answered. Filters are query parameters. */
export const journalRoutes = (worldOf: (c: Context) => World): Hono => {
  const routes = new Hono()
  routes.onError(answerControlError)

  routes.get('/', (c) => {
    const { journal } = worldOf(c)
    return c.json({ forgotten: journal.forgotten, entries: journal.find(filterOf(queryFields(c))) })
  })
  routes.delete('/', (c) => {
    worldOf(c).journal.clear()
    return c.body(null, 204)
  })
  routes.get('/har', (c) => c.json(worldOf(c).journal.har(filterOf(queryFields(c)))))
  routes.get('/wait', async (c) => {
    const { journal } = worldOf(c)
    const { timeout: given, ...filter } = queryFields(c)
    const timeout = fieldsOf({ timeout: given }, 'A wait').duration('timeout')
    try {
      return c.json(await journal.waitFor(filterOf(filter), { timeout }))
    } catch (error) {
      if (error instanceof JournalTimeout) return answerMissing(c, error.message)
      throw error
    }
  })
  routes.post('/verify', async (c) => {
    const { journal } = worldOf(c)
    const verification = journal.verify(readExpectation(await jsonBody(c)))
    return c.json(verification, verification.holds ? 200 : 422)
  })
  routes.get('/:id', (c) => {
    const { journal } = worldOf(c)
    const id = numberIn(c, 'id')
    const entry = journal.get(id)
    if (entry !== undefined) return c.json(entry)
    return answerMissing(c, `There is no entry ${id} in the journal (any more); it has ${journal.size}`)
  })
  return routes
}

const filterOf = (query: Record<string, string>) => readFilter(query, 'The query')

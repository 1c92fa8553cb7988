import { type Context, Hono } from 'hono'
import { readFaultSpec } from '../fault-spec.ts'
import type { World } from '../world.ts'
import { answerControlError, answerMissing, jsonBody, numberIn } from './answers.ts'

/** `/_mock/faults`: the faults of a world, with their counts. */
export const faultRoutes = (worldOf: (c: Context) => World): Hono => {
  const routes = new Hono()
  routes.onError(answerControlError)
  routes.get('/', (c) => c.json({ faults: worldOf(c).faults.all() }))
  routes.post('/', async (c) => c.json(worldOf(c).faults.add(readFaultSpec(await jsonBody(c))), 201))
  routes.delete('/', (c) => {
    worldOf(c).faults.clear()
    return c.body(null, 204)
  })
  routes.get('/:id', (c) => {
    const id = numberIn(c, 'id')
    const fault = worldOf(c)
      .faults.all()
      .find((candidate) => candidate.id === id)
    return fault === undefined ? missing(c, id) : c.json(fault)
  })
  routes.delete('/:id', (c) => {
    const id = numberIn(c, 'id')
    return worldOf(c).faults.remove(id) ? c.body(null, 204) : missing(c, id)
  })
  return routes
}

const missing = (c: Context, id: number): Response =>
  answerMissing(c, `There is no fault ${id}; GET /_mock/faults lists those of this world`)

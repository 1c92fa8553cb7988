import { type Context, Hono } from 'hono'
import { fieldsOf } from '../input.ts'
import { lintText, lintWorld } from '../lint/lint.ts'
import type { World } from '../world.ts'
import { answerControlError, queryFields } from './answers.ts'

/** `/_mock/lint`: what the journal shows that a client should do otherwise. */
export const lintRoutes = (worldOf: (c: Context) => World): Hono => {
  const routes = new Hono()
  routes.onError(answerControlError)
  routes.get('/', (c) => {
    const world = worldOf(c)
    const fields = fieldsOf(queryFields(c), 'The query')
    const format = fields.oneOf('format', ['json', 'text'])
    fields.done()
    const report = lintWorld(world)
    return format === 'text' ? c.text(lintText(report)) : c.json(report)
  })
  return routes
}

import { type Context, Hono } from 'hono'
import { coverageText } from '../coverage/coverage.ts'
import { fieldsOf } from '../input.ts'
import type { World } from '../world.ts'
import { answerControlError, queryFields } from './answers.ts'

/** `/_mock/coverage`: what of strong customer authentication was met in a world. */
export const coverageRoutes = (worldOf: (c: Context) => World): Hono => {
  const routes = new Hono()
  routes.onError(answerControlError)
  routes.get('/', (c) => {
    const { coverage } = worldOf(c)
    const fields = fieldsOf(queryFields(c), 'The query')
    const format = fields.oneOf('format', ['json', 'text'])
    fields.done()
    const report = coverage.report()
    return format === 'text' ? c.text(coverageText(report)) : c.json(report)
  })
  routes.delete('/', (c) => {
    worldOf(c).coverage.clear()
    return c.body(null, 204)
  })
  return routes
}

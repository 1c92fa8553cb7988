import { type Context, Hono } from 'hono'
import { fieldsOf } from '../input.ts'
import { flowStory, storyMermaid, storyText } from '../journal/flow-story.ts'
import type { World } from '../world.ts'
import { answerControlError, answerMissing, queryFields } from './answers.ts'

/** `/_mock/flows`: the stories of multi-step authentications, by any of their hashes. */
export const flowRoutes = (worldOf: (c: Context) => World): Hono => {
  const routes = new Hono()
  routes.onError(answerControlError)
  routes.get('/', (c) => {
    const world = worldOf(c)
    const flows = world.timelines.all().map((timeline) => {
      const { events, ...story } = flowStory(world, timeline)
      return { ...story, events: events.length, startedAt: events[0]?.at }
    })
    return c.json({ flows })
  })
  routes.get('/:hash', (c) => {
    const world = worldOf(c)
    const fields = fieldsOf(queryFields(c), 'The query')
    const format = fields.oneOf('format', ['json', 'text', 'mermaid'])
    fields.done()
    const hash = c.req.param('hash')
    const timeline = world.timelines.byHash(hash)
    if (timeline === undefined) {
      const latest = world.timelines.all().at(-1)?.hashes[0]
      const hint = latest === undefined ? 'this world has had no flow yet' : `the latest is ${latest}`
      return answerMissing(c, `There is no flow with hash '${hash}'; GET /_mock/flows lists all, ${hint}`)
    }
    const story = flowStory(world, timeline)
    if (format === 'text') return c.text(storyText(story))
    return format === 'mermaid' ? c.text(storyMermaid(story)) : c.json(story)
  })
  return routes
}

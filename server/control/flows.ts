import { flowStory, storyMermaid, storyText } from '../observe/journal/flow-story.ts'
import type { World } from '../world/world.ts'
import { ControlError, type ControlHandlers, queryOf } from './exchange.ts'

/** The stories of multi-step authentications, by any of their hashes. */
export const flowHandlers: ControlHandlers = {
  listFlows: ({ world }) => {
    const flows = world.timelines.all().map((timeline) => {
      const { events, ...story } = flowStory(world, timeline)
      return { ...story, events: events.length, startedAt: events[0]?.at }
    })
    return { status: 200, body: { flows } }
  },

  tellFlow: (exchange) => {
    const { world, path } = exchange
    const timeline = world.timelines.byHash(path.hash ?? '')
    if (timeline === undefined) throw noFlow(world, path.hash)
    const story = flowStory(world, timeline)
    const { format = 'json' } = queryOf(exchange, 'tellFlow')
    switch (format) {
      case 'json':
        return { status: 200, body: story }
      case 'text':
        return { status: 200, text: storyText(story) }
      case 'mermaid':
        return { status: 200, text: storyMermaid(story) }
      default:
        return format satisfies never
    }
  },
}

const noFlow = ({ timelines }: World, hash: string | undefined): ControlError => {
  const latest = timelines.all().at(-1)?.hashes[0]
  const hint = latest === undefined ? 'this world has had no flow yet' : `the latest is ${latest}`
  return new ControlError(404, `there is no flow with hash '${hash}'; GET /_mock/flows lists all, ${hint}`, 'hash')
}

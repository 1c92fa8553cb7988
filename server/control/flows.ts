import { describeFlow, drawFlow, formatFlow } from '../observe/journal/flow-report.ts'
import type { World } from '../world/world.ts'
import { ControlError, type ControlHandlers, readQuery } from './exchange.ts'

export const flowHandlers: ControlHandlers = {
  listFlows: ({ world }) => {
    const flows = world.timelines.all().map((timeline) => {
      const { steps, ...flow } = describeFlow(world, timeline)
      return { ...flow, steps: steps.length, startedAt: steps[0]?.at }
    })
    return { status: 200, body: { flows } }
  },

  getFlow: (exchange) => {
    const { world, pathValue: hash } = exchange
    const timeline = world.timelines.byHash(hash)
    if (timeline === undefined) throw noFlow(world, hash)
    const flow = describeFlow(world, timeline)
    const { format = 'json' } = readQuery(exchange, 'getFlow')
    switch (format) {
      case 'json':
        return { status: 200, body: flow }
      case 'text':
        return { status: 200, text: formatFlow(flow) }
      case 'mermaid':
        return { status: 200, text: drawFlow(flow) }
      default:
        return format satisfies never
    }
  },
}

const noFlow = ({ timelines }: World, hash: string): ControlError => {
  const latest = timelines.all().at(-1)?.hashes[0]
  const hint = latest === undefined ? 'this world has no flow yet' : `the latest is ${latest}`
  return new ControlError(404, `there is no flow with hash '${hash}'; GET /_mock/flows lists all, ${hint}`, 'hash')
}

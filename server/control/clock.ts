import { formatMoment } from '../core/moment.ts'
import type { World } from '../world/world.ts'
import {
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  readBody,
  readDuration,
  readMoment,
  type Schemas,
} from './exchange.ts'

export const clockHandlers: ControlHandlers = {
  getClock: ({ world }) => ({ status: 200, body: describeClock(world) }),

  setClock: (exchange) => {
    setClock(exchange.world, readBody(exchange, 'SetClock'))
    return { status: 200, body: describeClock(exchange.world) }
  },

  advanceClock: (exchange) => {
    advance(exchange)
    return { status: 200, body: describeClock(exchange.world) }
  },

  settleClock: ({ world }) => {
    const ran = world.clock.settle()
    return { status: 200, body: { ran, clock: describeClock(world) } }
  },
}

/** Returns a world's clock as the control API writes it. */
export const describeClock = (world: World): Schemas['Clock'] => ({
  now: formatMoment(world.clock.now()),
  speed: world.clock.speed,
  pending: world.clock.pending().map(({ at, job }) => ({
    at: formatMoment(at),
    job: job.job,
    ...('connectionId' in job ? { bankConnectionId: job.connectionId } : {}),
  })),
})

const setClock = ({ clock }: World, { mode, now, speed }: Schemas['SetClock']): void => {
  const moment = now === undefined ? undefined : readMoment('now', now)
  if (speed !== undefined && mode !== 'running') {
    throw new ControlError(400, `speed requires mode running, but mode is ${mode}`, 'speed')
  }
  switch (mode) {
    case 'real':
      if (moment !== undefined)
        throw new ControlError(400, 'mode real uses the time of this machine, so now must be omitted', 'now')
      clock.runReal()
      break
    case 'frozen':
      clock.freeze(moment)
      break
    case 'running':
      clock.run(speed, moment)
      break
    default:
      mode satisfies never
  }
}

const advance = (exchange: ControlExchange): void => {
  const { clock } = exchange.world
  const { by, toNext } = readBody(exchange, 'AdvanceClock')
  if ((by === undefined) === (toNext === undefined)) {
    throw new ControlError(400, 'exactly one of `by` (a duration such as PT5S) and `toNext: true` is required')
  }
  if (by === undefined) {
    if (!clock.advanceToNext()) throw new ControlError(409, 'there is no job to advance to')
    return
  }
  clock.advance(readDuration('by', by))
}

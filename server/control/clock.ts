import type { World } from '../world/world.ts'
import {
  bodyOf,
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  formatMoment,
  readDuration,
  readMoment,
  type Schemas,
} from './exchange.ts'

export const clockHandlers: ControlHandlers = {
  getClock: ({ world }) => ({ status: 200, body: clockOf(world) }),

  setClock: (exchange) => {
    setClock(exchange.world, bodyOf(exchange, 'SetClock'))
    return { status: 200, body: clockOf(exchange.world) }
  },

  advanceClock: (exchange) => {
    advance(exchange)
    return { status: 200, body: clockOf(exchange.world) }
  },

  settleClock: ({ world }) => {
    const ran = world.clock.settle()
    return { status: 200, body: { ran, clock: clockOf(world) } }
  },
}

export const clockOf = (world: World): Schemas['Clock'] => ({
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
    throw new ControlError(400, `speed goes with mode running, not with ${mode}`, 'speed')
  }
  switch (mode) {
    case 'real':
      if (moment !== undefined) throw new ControlError(400, 'mode real shows the time of this machine', 'now')
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
  const { by, toNext } = bodyOf(exchange, 'AdvanceClock')
  if ((by === undefined) === (toNext === undefined)) {
    throw new ControlError(400, 'either `by` (a duration such as PT5S) or `toNext: true` must be given')
  }
  if (by === undefined) {
    if (!clock.advanceToNext()) throw new ControlError(409, 'there is no job to advance to')
    return
  }
  clock.advance(readDuration('by', by))
}

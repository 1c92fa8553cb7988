import { formatMoment } from '../core/moment.ts'
import type { WorldOptions } from '../world/options.ts'
import { findPending } from '../world/psu.ts'
import { SnapshotError, takeSnapshot } from '../world/snapshot.ts'
import type { World } from '../world/world.ts'
import { WorldError, type Worlds, worldPath } from '../world/worlds.ts'
import {
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  readBody,
  readDuration,
  readMoment,
  type Schemas,
} from './exchange.ts'

export const worldHandlers: ControlHandlers = {
  listWorlds: ({ worlds }) => ({
    status: 200,
    body: {
      worlds: worlds.names().map((name) => describe(worlds, name)),
      limit: worlds.limit,
      replaced: worlds.replaced,
    },
  }),

  createWorld: (exchange) => {
    const { name, ...options } = readBody(exchange, 'CreateWorld')
    const worldOptions = readOptions(options)
    convertErrors(() => exchange.worlds.create(name, worldOptions))
    return { status: 201, body: describe(exchange.worlds, name) }
  },

  getWorld: ({ worlds, pathValue }) => ({ status: 200, body: describe(worlds, pathValue) }),

  deleteWorld: ({ worlds, pathValue }) => {
    convertErrors(() => worlds.remove(pathValue))
    return { status: 204 }
  },

  resetWorld: ({ worlds, pathValue }) => {
    convertErrors(() => worlds.reset(pathValue))
    return { status: 200, body: describe(worlds, pathValue) }
  },

  forkWorld: (exchange) => {
    const { name } = readBody(exchange, 'ForkWorld')
    convertErrors(() => exchange.worlds.fork(exchange.pathValue, name))
    return { status: 201, body: describe(exchange.worlds, name) }
  },

  takeSnapshot: ({ worlds, pathValue }) => ({ status: 200, body: takeSnapshot(requireWorld(worlds, pathValue)) }),

  restoreSnapshot: (exchange) => {
    restore(exchange)
    return { status: 200, body: describe(exchange.worlds, exchange.pathValue) }
  },
}

const requireWorld = (worlds: Worlds, name: string): World => {
  const world = worlds.get(name)
  if (world === undefined) throw new ControlError(404, `there is no world '${name}'; there are ${listNames(worlds)}`)
  return world
}

const MAX_NAMES = 10

const listNames = (worlds: Worlds): string => {
  const names = worlds.names()
  const rest = names.length - MAX_NAMES
  return names.slice(0, MAX_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

const describe = (worlds: Worlds, name: string): Schemas['World'] => {
  const world = requireWorld(worlds, name)
  return {
    name,
    path: worldPath(name),
    seed: world.options.seed,
    clock: { now: formatMoment(world.clock.now()), speed: world.clock.speed },
    users: world.users.size,
    bankConnections: world.bankConnections.size,
    pendingFlows: findPending(world).length,
  }
}

/** Returns only the given options; the others default to the server's. */
const readOptions = ({
  seed,
  downloadTime,
  now,
  strictVersion,
}: Omit<Schemas['CreateWorld'], 'name'>): Partial<WorldOptions> => ({
  ...(seed === undefined ? {} : { seed }),
  ...(downloadTime === undefined ? {} : { downloadTime: readDuration('downloadTime', downloadTime) }),
  ...(now === undefined ? {} : { frozenAt: readMoment('now', now) }),
  ...(strictVersion === undefined ? {} : { boundTo: strictVersion }),
})

const restore = ({ worlds, pathValue, body }: ControlExchange): void =>
  convertErrors(() => worlds.restore(pathValue, body))

const STATUS = { unknown: 404, exists: 409, 'bad-name': 400, default: 409 } as const

/** Runs an action on worlds and converts its errors to those of the control API. */
const convertErrors = (act: () => unknown): void => {
  try {
    act()
  } catch (error) {
    if (error instanceof WorldError) throw new ControlError(STATUS[error.kind], error.message, 'name')
    if (error instanceof SnapshotError) {
      throw new ControlError(error.field === undefined ? 409 : 400, error.message, error.field || undefined)
    }
    throw error
  }
}

import { SnapshotError, takeSnapshot, type WorldSnapshot } from '../world/snapshot.ts'
import type { World, WorldOptions } from '../world/world.ts'
import { WorldError, type Worlds } from '../world/worlds.ts'
import {
  bodyOf,
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  momentOf,
  readDuration,
  readMoment,
  type Schemas,
} from './exchange.ts'

export const worldHandlers: ControlHandlers = {
  listWorlds: ({ worlds }) => ({
    status: 200,
    body: { worlds: worlds.names().map((name) => describe(worlds, name)) },
  }),

  createWorld: (exchange) => {
    const { name, ...options } = bodyOf(exchange, 'CreateWorld')
    const wanted = optionsFrom(options)
    asked(() => exchange.worlds.create(name, wanted))
    return { status: 201, body: describe(exchange.worlds, name) }
  },

  getWorld: ({ worlds, path }) => ({ status: 200, body: describe(worlds, nameIn(path)) }),

  deleteWorld: ({ worlds, path }) => {
    asked(() => worlds.remove(nameIn(path)))
    return { status: 204 }
  },

  resetWorld: ({ worlds, path }) => {
    asked(() => worlds.reset(nameIn(path)))
    return { status: 200, body: describe(worlds, nameIn(path)) }
  },

  forkWorld: (exchange) => {
    const { name } = bodyOf(exchange, 'ForkWorld')
    asked(() => exchange.worlds.fork(nameIn(exchange.path), name))
    return { status: 201, body: describe(exchange.worlds, name) }
  },

  takeSnapshot: ({ worlds, path }) => ({ status: 200, body: takeSnapshot(worldNamed(worlds, nameIn(path))) }),

  restoreSnapshot: (exchange) => {
    restore(exchange)
    return { status: 200, body: describe(exchange.worlds, nameIn(exchange.path)) }
  },
}

const nameIn = (path: ControlExchange['path']): string => path.name ?? ''

const worldNamed = (worlds: Worlds, name: string): World => {
  const world = worlds.get(name)
  if (world === undefined)
    throw new ControlError(404, `there is no world '${name}'; there are ${worlds.names().join(', ')}`)
  return world
}

const describe = (worlds: Worlds, name: string): Schemas['World'] => {
  const world = worldNamed(worlds, name)
  return {
    name,
    path: name === 'default' ? '' : `/w/${name}`,
    seed: world.options.seed,
    clock: { now: momentOf(world.clock.now()), speed: world.clock.speed },
    users: world.users.size,
    bankConnections: world.bankConnections.size,
    pendingFlows: world.psu.list().length,
  }
}

/** Only what is given: the rest is as the server was started. */
const optionsFrom = ({
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

/** The document only checks the outline: the contents are this server's own and come back as they went out. */
const restore = ({ worlds, path, body }: ControlExchange): void =>
  asked(() => worlds.restore(nameIn(path), body as WorldSnapshot))

const STATUS = { unknown: 404, exists: 409, 'bad-name': 400, default: 409 } as const

/** Does something that may be refused, and refuses it in the words of the control API. */
const asked = (act: () => unknown): void => {
  try {
    act()
  } catch (error) {
    if (error instanceof WorldError) throw new ControlError(STATUS[error.kind], error.message, 'name')
    if (error instanceof SnapshotError) throw new ControlError(409, error.message)
    throw error
  }
}

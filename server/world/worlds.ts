import { createLedgerCache } from '../bank/bank-ledgers.ts'
import { createWorld, stopWorld } from './create-world.ts'
import { assertTimes, type WorldOptions } from './options.ts'
import { applySnapshot, readSnapshot, takeSnapshot } from './snapshot.ts'
import type { World } from './world.ts'

/** A request's world, its path within that world, and the world's prefix. */
export interface Placement {
  readonly world: World
  readonly path: string
  readonly prefix: string
}

export interface Worlds {
  /** Returns the world of a path: for `/w/<name>/…` the named one, created on first use, otherwise `default`. */
  place(path: string): Placement
  default: World
  get(name: string): World | undefined
  /** Returns the names in order of creation; `default` is the first. */
  names(): string[]
  /** Creates a world; `options` take precedence over the server's. Throws a WorldError if the name is taken or unusable. */
  create(name: string, options?: Partial<WorldOptions>): World
  /** Resets a world to its initial state: the same calls get the same responses again. */
  reset(name: string): World
  /** Creates an independent copy of a world. */
  fork(name: string, fork: string): World
  /**
   * Replaces the state of a world; creates the world if it does not exist. Throws a SnapshotError and changes nothing if
   * the snapshot is invalid or does not fit.
   */
  restore(name: string, snapshot: unknown): World
  /** Removes a world; `default` cannot be removed. */
  remove(name: string): void
  stop(): void
}

/** A world that cannot be created, found or removed; the message gives the reason. */
export class WorldError extends Error {
  override readonly name = 'WorldError'
  readonly kind: 'unknown' | 'exists' | 'bad-name' | 'default'

  constructor(kind: WorldError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

const DEFAULT = 'default'
const NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}'
const PREFIX = new RegExp(`^/w/(${NAME})(?=/|$)`)

/** Returns the path in front of the paths of a world; empty for `default`. */
export const worldPath = (name: string): string => (name === DEFAULT ? '' : `/w/${name}`)

export const createWorlds = (serverOptions: WorldOptions): Worlds => {
  const worlds = new Map<string, { world: World; options: WorldOptions }>()
  // The only part that worlds share: its books follow from persona, seed and first day, so no world can change them.
  const ledgerCache = createLedgerCache()

  const create = (name: string, options: WorldOptions): World => {
    // Every world starts from the same seed, so that the same calls get the same responses in each.
    const world = createWorld({ ...options }, ledgerCache)
    worlds.set(name, { world, options })
    return world
  }

  const getOrCreate = (name: string): World => worlds.get(name)?.world ?? create(name, serverOptions)

  const requireWorld = (name: string): { world: World; options: WorldOptions } => {
    const found = worlds.get(name)
    if (found === undefined) throw new WorldError('unknown', `there is no world '${name}'`)
    return found
  }

  const assertAvailable = (name: string): void => {
    if (!new RegExp(`^${NAME}$`).test(name)) {
      throw new WorldError(
        'bad-name',
        `a world's name has at most 64 letters, digits, dots, dashes and underscores and begins with a letter or digit, but is '${name}'`,
      )
    }
    if (worlds.has(name)) throw new WorldError('exists', `the world '${name}' exists already`)
  }

  return {
    default: getOrCreate(DEFAULT),
    place: (path) => {
      const match = path.startsWith('/w/') ? PREFIX.exec(path) : null
      if (match === null) return { world: getOrCreate(DEFAULT), path, prefix: '' }
      const [prefix, name] = match
      return { world: getOrCreate(name ?? DEFAULT), path: path.slice(prefix.length) || '/', prefix }
    },
    get: (name) => worlds.get(name)?.world,
    names: () => [...worlds.keys()],
    create: (name, options = {}) => {
      assertAvailable(name)
      assertTimes(options)
      return create(name, { ...serverOptions, ...options })
    },
    reset: (name) => {
      const { world, options } = requireWorld(name)
      applySnapshot(world, takeSnapshot(createWorld({ ...options }, ledgerCache)))
      return world
    },
    fork: (name, fork) => {
      const { world, options } = requireWorld(name)
      assertAvailable(fork)
      const copy = create(fork, options)
      applySnapshot(copy, takeSnapshot(world))
      return copy
    },
    restore: (name, snapshot) => {
      const existing = worlds.get(name)
      if (existing === undefined) assertAvailable(name)
      const { library } = serverOptions
      const read = readSnapshot({ library, ledgerCache }, snapshot, existing?.options.seed)
      const world = existing?.world ?? create(name, { ...serverOptions, seed: read.seed })
      applySnapshot(world, read)
      return world
    },
    remove: (name) => {
      const { world } = requireWorld(name)
      if (name === DEFAULT) throw new WorldError('default', 'the default world can be reset, but not removed')
      stopWorld(world)
      worlds.delete(name)
    },
    stop: () => {
      for (const { world } of worlds.values()) stopWorld(world)
    },
  }
}

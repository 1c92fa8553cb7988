import { createLedgerCache } from '../bank/bank-ledgers.ts'
import { createWorld, stopWorld } from './create-world.ts'
import type { WorldOptions } from './options.ts'
import { restoreSnapshot, SnapshotError, takeSnapshot, type WorldSnapshot } from './snapshot.ts'
import type { World } from './world.ts'

/** The place of a request: its world, the path within it, and the prefix of the world. */
export interface Placement {
  world: World
  path: string
  prefix: string
}

export interface Worlds {
  /** Returns the world of a path: `/w/<name>/…` is in a world of its own, which is made on first use, any other in `default`. */
  place(path: string): Placement
  default: World
  get(name: string): World | undefined
  /** In the order in which they were made; `default` is the first. */
  names(): string[]
  /** Creates a world, with options that differ from the server's. Throws a WorldError if the name is taken or unusable. */
  create(name: string, options?: Partial<WorldOptions>): World
  /** Resets a world to its start: the same calls give the same responses again. */
  reset(name: string): World
  /** Creates a copy of a world; from then on the two share nothing. */
  fork(name: string, fork: string): World
  /**
   * Replaces everything that a world knows; creates the world if there is none. Throws a SnapshotError and changes nothing
   * if the snapshot does not fit.
   */
  restore(name: string, snapshot: WorldSnapshot): World
  /** Removes a world; `default` cannot be removed. */
  remove(name: string): void
  stop(): void
}

/** A world that cannot be created or found; the message names it, and the right form. */
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

export const createWorlds = (serverOptions: WorldOptions): Worlds => {
  const worlds = new Map<string, { world: World; options: WorldOptions }>()
  // The only part that worlds share; nothing that happens in one changes it.
  const ledgerCache = createLedgerCache()

  const make = (name: string, options: WorldOptions): World => {
    // Every world starts from the same seed, so that the same calls give the same responses in each.
    const world = createWorld({ ...options }, ledgerCache)
    worlds.set(name, { world, options })
    return world
  }

  const named = (name: string): World => worlds.get(name)?.world ?? make(name, serverOptions)

  const known = (name: string): { world: World; options: WorldOptions } => {
    const found = worlds.get(name)
    if (found === undefined) throw new WorldError('unknown', `there is no world '${name}'`)
    return found
  }

  const assertFree = (name: string): void => {
    if (!new RegExp(`^${NAME}$`).test(name)) {
      throw new WorldError(
        'bad-name',
        `a world's name has at most 64 letters, digits, dots, dashes and underscores and begins with a letter or digit, but is '${name}'`,
      )
    }
    if (worlds.has(name)) throw new WorldError('exists', `there is a world '${name}' already`)
  }

  return {
    default: named(DEFAULT),
    place: (path) => {
      const match = path.startsWith('/w/') ? PREFIX.exec(path) : null
      if (match === null) return { world: named(DEFAULT), path, prefix: '' }
      const [prefix, name] = match
      return { world: named(name ?? DEFAULT), path: path.slice(prefix.length) || '/', prefix }
    },
    get: (name) => worlds.get(name)?.world,
    names: () => [...worlds.keys()],
    create: (name, options = {}) => {
      assertFree(name)
      return make(name, { ...serverOptions, ...options })
    },
    reset: (name) => {
      const { world, options } = known(name)
      restoreSnapshot(world, takeSnapshot(createWorld({ ...options }, ledgerCache)))
      return world
    },
    fork: (name, fork) => {
      const { world, options } = known(name)
      assertFree(fork)
      const copy = make(fork, options)
      restoreSnapshot(copy, takeSnapshot(world))
      return copy
    },
    restore: (name, snapshot) => {
      const there = worlds.get(name)
      if (there === undefined) assertFree(name)
      const options = there?.options ?? { ...serverOptions, seed: snapshot.seed }
      // Validated on a scratch world first: a snapshot that was changed by hand may break anywhere.
      const scratch = createWorld({ ...options }, ledgerCache)
      try {
        restoreSnapshot(scratch, snapshot)
      } catch (error) {
        if (error instanceof SnapshotError) throw error
        throw new SnapshotError(`the snapshot is not readable: ${error instanceof Error ? error.message : error}`)
      } finally {
        stopWorld(scratch)
      }
      const world = there?.world ?? make(name, options)
      restoreSnapshot(world, snapshot)
      return world
    },
    remove: (name) => {
      const { world } = known(name)
      if (name === DEFAULT) throw new WorldError('default', 'the default world can be reset, but not removed')
      stopWorld(world)
      worlds.delete(name)
    },
    stop: () => {
      for (const { world } of worlds.values()) stopWorld(world)
    },
  }
}

import { createSharedMemory, createWorld, stopWorld } from './create-world.ts'
import { assertTimes, type WorldOptions } from './options.ts'
import { applySnapshot, readSnapshot, takeSnapshot } from './snapshot.ts'
import { watchChanges } from './watch-changes.ts'
import type { World } from './world.ts'

/** A request's world, its path within that world, and the world's prefix. */
export interface Placement {
  readonly world: World
  readonly path: string
  readonly prefix: string
  /** Called when the request is done. Undefined if the world stays in any case. */
  readonly release?: (() => void) | undefined
}

export interface Worlds {
  /**
   * Returns the world of a path: for `/w/<name>/…` the named one, otherwise `default`. An unknown name gets a new world,
   * which stays if the request stores something in it.
   */
  place(path: string): Placement
  default: World
  get(name: string): World | undefined
  /** Returns the names in order of creation; `default` is the first. */
  names(): string[]
  /** The maximum number of worlds. One more replaces the one that was not used for the longest time. */
  readonly limit: number
  /** The number of worlds that were replaced. */
  readonly replaced: number
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

/** A world with its options. */
interface Entry {
  readonly world: World
  readonly options: WorldOptions
  /** True if it was created by its name, not by the first request to it. */
  readonly isExplicit: boolean
  /** The number of uses of any world when it was last used. */
  lastUse: number
}

const isReplacedBefore = (a: Entry, b: Entry): boolean =>
  a.isExplicit === b.isExplicit ? a.lastUse < b.lastUse : b.isExplicit

/** A world that no request has stored anything in, with the number of its requests that are not done. */
interface Draft {
  readonly entry: Entry
  readonly hasChanged: () => boolean
  requests: number
}

export const createWorlds = ({
  maxWorlds,
  ...serverOptions
}: WorldOptions & { readonly maxWorlds: number }): Worlds => {
  const worlds = new Map<string, Entry>()
  // Shared by the requests that are under way at the same time, so that they meet in one world.
  const drafts = new Map<string, Draft>()
  let uses = 0
  let replaced = 0
  // The only part that worlds share. The books in it follow from persona, seed and first day, so no world can change
  // them; journals share a bound.
  const shared = createSharedMemory()

  const createEntry = (options: WorldOptions, isExplicit: boolean): Entry => ({
    // Every world starts from the same seed, so that the same calls get the same responses in each.
    world: createWorld({ ...options }, shared),
    options,
    isExplicit,
    lastUse: ++uses,
  })

  const add = (name: string, entry: Entry): World => {
    if (worlds.size >= maxWorlds) replaceOne()
    worlds.set(name, entry)
    return entry.world
  }

  const create = (name: string, options: WorldOptions): World => add(name, createEntry(options, true))

  const remove = (name: string): void => {
    const entry = worlds.get(name)
    if (entry === undefined) return
    stopWorld(entry.world)
    worlds.delete(name)
  }

  /** Removes the world that was not used for the longest time; one that was created by its name only if all others were. */
  const replaceOne = (): void => {
    let found: [string, Entry] | undefined
    for (const [name, entry] of worlds) {
      if (name !== DEFAULT && (found === undefined || isReplacedBefore(entry, found[1]))) found = [name, entry]
    }
    if (found === undefined) return
    remove(found[0])
    replaced++
  }

  const findUsed = (name: string): Entry | undefined => {
    const entry = worlds.get(name)
    if (entry !== undefined) entry.lastUse = ++uses
    return entry
  }

  const requireWorld = (name: string): Entry => {
    const found = findUsed(name)
    if (found === undefined) throw new WorldError('unknown', `there is no world '${name}'`)
    return found
  }

  const openDraft = (name: string): Draft => {
    const known = drafts.get(name)
    if (known !== undefined) return known
    const entry = createEntry(serverOptions, false)
    const draft = { entry, hasChanged: watchChanges(entry.world), requests: 0 }
    drafts.set(name, draft)
    return draft
  }

  /** Lets a draft become a world once it has changed; discards it when the last of its requests is done. */
  const releaseDraft = (name: string, draft: Draft): void => {
    draft.requests--
    const isOpen = drafts.get(name) === draft
    if (isOpen && draft.hasChanged() && !worlds.has(name)) {
      drafts.delete(name)
      add(name, draft.entry)
    } else if (draft.requests === 0 && worlds.get(name) !== draft.entry) {
      if (isOpen) drafts.delete(name)
      stopWorld(draft.entry.world)
    }
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

  const defaultWorld = create(DEFAULT, serverOptions)

  return {
    default: defaultWorld,
    place: (fullPath) => {
      const match = fullPath.startsWith('/w/') ? PREFIX.exec(fullPath) : null
      if (match === null) return { world: defaultWorld, path: fullPath, prefix: '' }
      const [prefix, name = DEFAULT] = match
      const path = fullPath.slice(prefix.length) || '/'
      const known = findUsed(name)
      if (known !== undefined) return { world: known.world, path, prefix }
      const draft = openDraft(name)
      draft.requests++
      return { world: draft.entry.world, path, prefix, release: () => releaseDraft(name, draft) }
    },
    get: (name) => worlds.get(name)?.world,
    names: () => [...worlds.keys()],
    limit: maxWorlds,
    get replaced() {
      return replaced
    },
    create: (name, options = {}) => {
      assertAvailable(name)
      assertTimes(options)
      return create(name, { ...serverOptions, ...options })
    },
    reset: (name) => {
      const { world, options } = requireWorld(name)
      applySnapshot(world, takeSnapshot(createWorld({ ...options }, shared)))
      return world
    },
    fork: (name, fork) => {
      const { world, options } = requireWorld(name)
      assertAvailable(fork)
      const snapshot = takeSnapshot(world)
      const copy = create(fork, options)
      applySnapshot(copy, snapshot)
      return copy
    },
    restore: (name, snapshot) => {
      const existing = worlds.get(name)
      if (existing === undefined) assertAvailable(name)
      const { library } = serverOptions
      const read = readSnapshot({ library, ledgerCache: shared.ledgerCache }, snapshot, existing?.options.seed)
      const world = existing?.world ?? create(name, { ...serverOptions, seed: read.seed })
      applySnapshot(world, read)
      return world
    },
    remove: (name) => {
      requireWorld(name)
      if (name === DEFAULT) throw new WorldError('default', 'the default world can be reset, but not removed')
      remove(name)
    },
    stop: () => {
      for (const { world } of worlds.values()) stopWorld(world)
      for (const { entry } of drafts.values()) stopWorld(entry.world)
    },
  }
}

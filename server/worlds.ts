import { createWorld, type World, type WorldOptions } from './world.ts'

/** Where a request belongs: its world, the path within it, and the prefix that led there. */
export interface Placement {
  world: World
  path: string
  prefix: string
}

export interface Worlds {
  /** The world of a path; `/w/<name>/…` names one, which is made on first use, every other path is in `default`. */
  place(path: string): Placement
  default: World
  stop(): void
}

const PREFIX = /^\/w\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?=\/|$)/

export const createWorlds = (options: WorldOptions): Worlds => {
  const worlds = new Map<string, World>()
  const named = (name: string): World => {
    const known = worlds.get(name)
    if (known !== undefined) return known
    // Every world starts from the same seed, so that the same calls give the same answers in each.
    const world = createWorld(options)
    worlds.set(name, world)
    return world
  }
  return {
    default: named('default'),
    place: (path) => {
      const match = path.startsWith('/w/') ? PREFIX.exec(path) : null
      if (match === null) return { world: named('default'), path, prefix: '' }
      const [prefix, name] = match
      return { world: named(name ?? 'default'), path: path.slice(prefix.length) || '/', prefix }
    },
    stop: () => {
      for (const world of worlds.values()) world.clock.stop()
    },
  }
}

import type { Store, StoreDefinition } from '../core/store.ts'
import { type StoreName, stores } from './stores.ts'
import type { World } from './world.ts'

const STORED = (Object.keys(stores) as StoreName[]).filter((name) => {
  const definition: StoreDefinition<never, unknown> = stores[name]
  return definition.isRecord !== true
})

/**
 * Watches a new world. The returned function returns whether something was stored in it since, or its clock set. The
 * journal, other records and the ids of requests do not count: refused requests change them as well.
 */
export const watchChanges = (world: World): (() => boolean) => {
  const before = describeState(world)
  let isClockChanged = false
  world.events.subscribe('clock', () => {
    isClockChanged = true
  })
  return () => isClockChanged || describeState(world) !== before
}

const describeState = (world: World): string => JSON.stringify(STORED.map((name) => (world[name] as Store).state()))

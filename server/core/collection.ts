/** Things kept by key, and found by their owner without looking at those of others. */
export interface Collection<Key, Thing> {
  readonly size: number
  get(key: Key): Thing | undefined
  has(key: Key): boolean
  add(thing: Thing): Thing
  remove(key: Key): void
  /** In the order in which they were added. */
  values(): IterableIterator<Thing>
  /** Those of one owner, in the order in which they were added. */
  of(owner: string): readonly Thing[]
  /** Puts others in place of everything that is kept. */
  replace(things: readonly Thing[]): void
}

export interface CollectionOptions<Key, Thing> {
  key: (thing: Thing) => Key
  owner: (thing: Thing) => string
}

export const createCollection = <Key, Thing>({ key, owner }: CollectionOptions<Key, Thing>): Collection<Key, Thing> => {
  const things = new Map<Key, Thing>()
  const byOwner = new Map<string, Map<Key, Thing>>()

  const collection: Collection<Key, Thing> = {
    get size() {
      return things.size
    },
    get: (wanted) => things.get(wanted),
    has: (wanted) => things.has(wanted),
    add: (thing) => {
      const itsKey = key(thing)
      const itsOwner = owner(thing)
      things.set(itsKey, thing)
      const owned = byOwner.get(itsOwner)
      if (owned === undefined) byOwner.set(itsOwner, new Map([[itsKey, thing]]))
      else owned.set(itsKey, thing)
      return thing
    },
    remove: (unwanted) => {
      const thing = things.get(unwanted)
      if (thing === undefined) return
      things.delete(unwanted)
      const owned = byOwner.get(owner(thing))
      owned?.delete(unwanted)
      if (owned?.size === 0) byOwner.delete(owner(thing))
    },
    values: () => things.values(),
    of: (wanted) => [...(byOwner.get(wanted)?.values() ?? [])],
    replace: (others) => {
      things.clear()
      byOwner.clear()
      for (const thing of others) collection.add(thing)
    },
  }
  return collection
}

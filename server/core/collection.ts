import { id, list, object, refine, type Shape } from './shape.ts'
import type { Store, StoreDefinition, StoreRequirements } from './store.ts'

/** Items by key, with an index by owner. */
export interface Collection<Key, Item> extends Store<CollectionState<Item>> {
  readonly size: number
  get(key: Key): Item | undefined
  has(key: Key): boolean
  add(item: Item): Item
  remove(key: Key): void
  /** All items, in the order in which they were added. */
  values(): IterableIterator<Item>
  /** The items of one owner, in the order in which they were added. */
  of(owner: string): readonly Item[]
  /** Returns the next free number. Numbers are never used twice, even after items are removed. */
  nextId(): number
}

export interface CollectionState<Item> {
  readonly items: readonly Item[]
  readonly nextId: number
}

export interface CollectionOptions<Key, Item> {
  readonly key: (item: Item) => Key
  /** Returns the key of the user who owns the item; without it, items have no owner and stay when users are deleted. */
  readonly owner?: ((item: Item) => string) | undefined
  /** The first number that `nextId` returns. */
  readonly firstId?: number | undefined
}

/** Creates an empty collection. */
export const createCollection = <Key, Item>({
  key,
  owner = () => '',
  firstId = 1,
}: CollectionOptions<Key, Item>): Collection<Key, Item> => {
  const items = new Map<Key, Item>()
  const byOwner = new Map<string, Map<Key, Item>>()
  let nextId = firstId

  const collection: Collection<Key, Item> = {
    get size() {
      return items.size
    },
    get: (wanted) => items.get(wanted),
    has: (wanted) => items.has(wanted),
    add: (item) => {
      const itemKey = key(item)
      items.set(itemKey, item)
      const owned = byOwner.get(owner(item))
      if (owned === undefined) byOwner.set(owner(item), new Map([[itemKey, item]]))
      else owned.set(itemKey, item)
      return item
    },
    remove: (unwanted) => {
      const item = items.get(unwanted)
      if (item === undefined) return
      items.delete(unwanted)
      const owned = byOwner.get(owner(item))
      owned?.delete(unwanted)
      if (owned?.size === 0) byOwner.delete(owner(item))
    },
    values: () => items.values(),
    of: (wanted) => [...(byOwner.get(wanted)?.values() ?? [])],
    nextId: () => nextId++,
    removeOwnedBy: (user) => {
      for (const item of collection.of(user)) collection.remove(key(item))
    },
    state: () => ({ items: [...items.values()], nextId }),
    restore: (state) => {
      items.clear()
      byOwner.clear()
      for (const item of state.items) collection.add(item)
      nextId = state.nextId
    },
  }
  return collection
}

/**
 * Defines a store of items by key. Snapshot, restore, reset, fork and the deletion of a user are loops over all stores,
 * so a store that stands in `world/stores.ts` is part of each of them.
 *
 * @example
 * export const accountStore = defineCollection<number, Account>({
 *   key: ({ id }) => id,
 *   owner: ({ userKey }) => userKey,
 *   firstId: 6_587_001,
 *   shape: object<Account>({ id, userKey: text, … }),
 * })
 */
export const defineCollection = <Key, Item, Kernel = unknown>(
  options: CollectionOptions<Key, Item> & {
    /** The shape of an item. */
    readonly shape: Shape<Item>
    /** The items of a new world. */
    readonly initial?: ((kernel: Kernel) => readonly Item[]) | undefined
    readonly requires?: ((items: readonly Item[]) => StoreRequirements) | undefined
  },
): StoreDefinition<Kernel, Collection<Key, Item>> => {
  const { initial, key, requires, shape } = options
  return {
    create: (kernel) => {
      const collection = createCollection(options)
      for (const item of initial?.(kernel) ?? []) collection.add(item)
      return collection
    },
    shape: object<CollectionState<Item>>({
      items: refine(list(shape), (items) => new Set(items.map(key)).size === items.length, 'a list of different items'),
      nextId: id,
    }),
    requires: requires && ((state: { items: readonly Item[] }) => requires(state.items)),
  }
}

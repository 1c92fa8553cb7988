import { type Collection, type CollectionOptions, createCollection } from './collection.ts'

/** A part of a world's state that can be saved as plain data and restored. */
export interface Store<State = unknown> {
  /** Returns the contents as plain data, for `restore`. */
  state(): State
  /** Replaces the contents. */
  restore(state: State): void
  /** Removes everything that belongs to a user, when the user is deleted. */
  removeOwnedBy?(userKey: string): void
}

/** The definition of a store. `Kernel` is the part of a world that a store needs when it is created. */
export interface StoreDefinition<Kernel, S> {
  readonly create: (kernel: Kernel) => S
  /** Returns the scenarios and personas that the contents refer to, so that a snapshot is refused if one is missing. */
  readonly requires?: ((state: never) => StoreRequirements) | undefined
}

/** The names of scenarios and personas that the contents of a store refer to. */
export interface StoreRequirements {
  readonly scenarios?: readonly string[] | undefined
  readonly personas?: readonly string[] | undefined
}

/**
 * Defines a store of items by key. Snapshot, restore, reset, fork and the deletion of a user are loops over all stores,
 * so a store that is listed in `world/stores.ts` is part of each of them.
 *
 * @example
 * export const accountStore = defineCollection<number, Account>({
 *   key: ({ id }) => id,
 *   owner: ({ userKey }) => userKey,
 *   firstId: 6_587_001,
 * })
 */
export const defineCollection = <Key, Item, Kernel = unknown>(
  options: CollectionOptions<Key, Item> & {
    /** The items of a new world. */
    readonly initial?: ((kernel: Kernel) => readonly Item[]) | undefined
    readonly requires?: ((items: readonly Item[]) => StoreRequirements) | undefined
  },
): StoreDefinition<Kernel, Collection<Key, Item>> => {
  const { initial, requires } = options
  return {
    create: (kernel) => {
      const collection = createCollection(options)
      for (const item of initial?.(kernel) ?? []) collection.add(item)
      return collection
    },
    requires: requires && ((state: { items: readonly Item[] }) => requires(state.items)),
  }
}

/** Defines a store of any other shape. */
export const defineStore = <State, S extends Store<State>, Kernel = unknown>(definition: {
  readonly create: (kernel: Kernel) => S & Store<State>
  readonly requires?: ((state: State) => StoreRequirements) | undefined
}): StoreDefinition<Kernel, S> => definition

/** A part of what a world remembers: it can be written as plain data and read back. */
export interface Store<State = unknown> {
  /** The contents as plain data, ready for `restore`. */
  state(): State
  /** Replaces the contents. */
  restore(state: State): void
  /** Removes everything that belongs to a user, when the user is deleted. */
  removeOwnedBy?(userKey: string): void
}

/** How a store begins, and what its contents refer to. `Kernel` is what a world offers to a store that is being made. */
export interface StoreDefinition<Kernel, S> {
  readonly create: (kernel: Kernel) => S
  /** Names of scenarios and personas that the contents need, so that a snapshot is refused where they are missing. */
  readonly requires?: ((state: never) => StoreRequirements) | undefined
}

export interface StoreRequirements {
  readonly scenarios?: readonly string[] | undefined
  readonly personas?: readonly string[] | undefined
}

/** Defines a store of any other shape. */
export const defineStore = <State, S extends Store<State>, Kernel = unknown>(definition: {
  readonly create: (kernel: Kernel) => S & Store<State>
  readonly requires?: ((state: State) => StoreRequirements) | undefined
}): StoreDefinition<Kernel, S> => definition

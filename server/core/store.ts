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
  /** True if the contents only record requests, including refused ones. */
  readonly isRecord?: boolean | undefined
}

/** The names of scenarios and personas that the contents of a store refer to. */
export interface StoreRequirements {
  readonly scenarios?: readonly string[] | undefined
  readonly personas?: readonly string[] | undefined
}

/** Defines a store of any other shape. */
export const defineStore = <State, S extends Store<State>, Kernel = unknown>(definition: {
  readonly create: (kernel: Kernel) => S & Store<State>
  readonly requires?: ((state: State) => StoreRequirements) | undefined
  readonly isRecord?: boolean | undefined
}): StoreDefinition<Kernel, S> => definition

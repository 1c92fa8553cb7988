import type { Shape } from './shape.ts'

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
  /** Reads the contents from a snapshot, which a person may have changed by hand. */
  readonly shape: Shape<unknown>
  /** Returns what the contents refer to, so that a snapshot is refused if something is missing. */
  readonly requires?: ((state: never) => StoreRequirements) | undefined
  /** True if the contents only record requests, including refused ones. */
  readonly isRecord?: boolean | undefined
}

/** The names of scenarios and personas and the ids of banks that the contents of a store refer to. */
export interface StoreRequirements {
  readonly scenarios?: readonly string[] | undefined
  readonly personas?: readonly string[] | undefined
  readonly banks?: readonly number[] | undefined
  readonly bookings?: readonly RequiredBookings[] | undefined
}

/** The number of bookings that the ledger of a persona's account must have. */
export interface RequiredBookings {
  readonly persona: string
  /** Counted from 0. */
  readonly account: number
  readonly count: number
}

/** Defines a store of any other shape. */
export const defineStore = <State, S extends Store<State>, Kernel = unknown>(definition: {
  readonly create: (kernel: Kernel) => S & Store<State>
  readonly shape: Shape<State>
  readonly requires?: ((state: State) => StoreRequirements) | undefined
  readonly isRecord?: boolean | undefined
}): StoreDefinition<Kernel, S> => definition

import { createRandom, type Random, type RandomState } from './random.ts'
import type { Store } from './store.ts'

/**
 * The random identifiers of a world. Each kind has its own generator, so that an additional request for one kind does
 * not change the identifiers of another. Numbers come from the stores; see `Collection.nextId`.
 */
export interface Ids extends Store<IdsState> {
  userId(): string
  password(): string
  token(): string
  /** 32 lower-case hexadecimal digits. */
  hash(): string
  uuid(): string
  requestId(): string
}

export type IdsState = Readonly<Record<string, RandomState>>

/** Creates the identifiers of a world: the same seed and calls give the same identifiers. */
export const createIds = (seed: string): Ids => {
  const root = createRandom(seed)
  const generators = {
    user: root.fork('users'),
    token: root.fork('tokens'),
    flow: root.fork('flows'),
    bank: root.fork('bank'),
    request: root.fork('requests'),
  } satisfies Record<string, Random>

  return {
    userId: () => generators.user.uuid(),
    password: () => generators.user.uuid(),
    // 96 bytes are the 128 characters that finAPI's tokens have.
    token: () => generators.token.base64url(96),
    hash: () => generators.flow.hex(32),
    uuid: () => generators.bank.uuid(),
    requestId: () => `selfgen-${generators.request.uuid()}`,
    state: () => Object.fromEntries(Object.entries(generators).map(([name, generator]) => [name, generator.state()])),
    restore: (state) => {
      for (const [name, generator] of Object.entries(generators)) {
        const stored = state[name]
        if (stored !== undefined) generator.restore(stored)
      }
    },
  }
}

import type { ScaContext } from '../sca/sca-flow.ts'
import { type Chance, type ChanceState, createChance } from './random.ts'

/**
 * Every identifier of a world. Each kind has its own source of chance, so that one more request of one kind (a read,
 * say) does not change the identifiers of another.
 */
export interface Ids {
  userId(): string
  password(): string
  token(): string
  /** 32 lower-case hexadecimal digits. */
  hash(): string
  uuid(): string
  requestId(): string
  /** What the engine of authentication needs of time and chance. */
  at(now: number): ScaContext
  next(kind: NumberedKind): number
  /** The first of a block of consecutive transaction ids. */
  nextTransactions(count: number): number
  /** What `restore` needs to continue from here, as plain data. */
  state(): IdsState
  restore(state: IdsState): void
}

export interface IdsState {
  chance: Readonly<Record<string, ChanceState>>
  numbers: Readonly<Record<NumberedKind, number>>
}

type NumberedKind = keyof typeof FIRST_NUMBERS

/** finAPI's ids are large and of another range for each kind; an id of one kind is never that of another. */
const FIRST_NUMBERS = {
  user: 18,
  bankConnection: 3_540_001,
  account: 6_587_001,
  transaction: 1_860_000_001,
}

export const createIds = (seed: string): Ids => {
  const root = createChance(seed)
  const chance = {
    user: root.fork('users'),
    token: root.fork('tokens'),
    flow: root.fork('flows'),
    bank: root.fork('bank'),
    request: root.fork('requests'),
  } satisfies Record<string, Chance>
  const numbers = { ...FIRST_NUMBERS }

  return {
    userId: () => chance.user.uuid(),
    password: () => chance.user.uuid(),
    // 96 bytes are the 128 characters that finAPI's tokens have.
    token: () => chance.token.base64url(96),
    hash: () => chance.flow.hex(32),
    uuid: () => chance.bank.uuid(),
    at: (now) => ({ now, uuid: () => chance.bank.uuid() }),
    requestId: () => `selfgen-${chance.request.uuid()}`,
    next: (kind) => numbers[kind]++,
    nextTransactions: (count) => {
      const first = numbers.transaction
      numbers.transaction += count
      return first
    },
    state: () => ({
      chance: Object.fromEntries(Object.entries(chance).map(([name, source]) => [name, source.state()])),
      numbers: { ...numbers },
    }),
    restore: (state) => {
      for (const [name, source] of Object.entries(chance)) {
        const stored = state.chance[name]
        if (stored !== undefined) source.restore(stored)
      }
      Object.assign(numbers, state.numbers)
    },
  }
}

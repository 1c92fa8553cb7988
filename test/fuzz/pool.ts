import type { Chance } from '../helpers/chance.ts'
import type { Header } from './request.ts'

/** An import or update that the bank has answered with a challenge. */
export interface PendingFlow {
  /** The key of its operation. */
  readonly operation: string
  readonly headers: readonly Header[]
  readonly body: Readonly<Record<string, unknown>>
  readonly challenge: Readonly<Record<string, unknown>>
}

/** A visit of the bank's pages. */
export interface Visit {
  readonly state: string
  /** Undefined until the PSU has logged in. */
  readonly session: string | undefined
}

/** The kinds of values that responses contain and requests need. */
export interface PoolItems {
  readonly userToken: string
  readonly clientToken: string
  readonly adminToken: string
  readonly refreshToken: string
  readonly user: { readonly id: string; readonly password: string }
  readonly bank: number
  readonly bankConnection: number
  readonly account: number
  readonly transaction: number
  readonly pendingTransaction: number
  readonly hash: string
  readonly procedure: string
  readonly flow: PendingFlow
  readonly visit: Visit
  readonly callback: string
  readonly fault: number
  readonly entry: number
  readonly requestId: string
  readonly scenario: string
  readonly snapshot: unknown
}

export type PoolKind = keyof PoolItems

/** The kinds of ids that are numbers. */
export type IdKind = {
  [Kind in PoolKind]: PoolItems[Kind] extends number ? Kind : never
}[PoolKind]

/** Values from responses of one world. */
export interface Pool {
  remember<Kind extends PoolKind>(kind: Kind, value: PoolItems[Kind]): void
  recall<Kind extends PoolKind>(kind: Kind, chance: Chance): PoolItems[Kind] | undefined
}

/** Old values stay long enough to be used when they are no longer valid. */
const MAX_ITEMS = 10

type Items = { readonly [Kind in PoolKind]: PoolItems[Kind][] }

/** Creates an empty pool that keeps the latest values of each kind. */
export const createPool = (): Pool => {
  const items: Items = {
    userToken: [],
    clientToken: [],
    adminToken: [],
    refreshToken: [],
    user: [],
    bank: [],
    bankConnection: [],
    account: [],
    transaction: [],
    pendingTransaction: [],
    hash: [],
    procedure: [],
    flow: [],
    visit: [],
    callback: [],
    fault: [],
    entry: [],
    requestId: [],
    scenario: [],
    snapshot: [],
  }
  return {
    remember: (kind, value) => {
      const known = items[kind]
      if (known.includes(value)) return
      known.push(value)
      if (known.length > MAX_ITEMS) known.shift()
    },
    recall: (kind, chance) => {
      const known = items[kind]
      if (known.length === 0) return undefined
      // Mostly the latest, so that flows go on instead of being started again and again.
      return chance.int(0, 2) > 0 ? known.at(-1) : chance.pick(known)
    },
  }
}

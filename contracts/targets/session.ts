import { randomBytes } from 'node:crypto'
import { Agent } from 'undici'
import type { Exchange, ExchangeListener } from '../exchange.ts'
import { createOrder, type Order, type Track } from './in-order.ts'
import { createLedger, type Ledger, type LedgerKey } from './ledger.ts'
import { createNotices, type Notices } from './notices.ts'
import type { TargetSettings } from './settings.ts'
import { createSlots, type Slots } from './slots.ts'
import type { Purpose, SeenResponse, User } from './target.ts'
import { createTurns, type Turns } from './turns.ts'

/** A user that rules borrow in turn. */
export interface PooledUser {
  readonly user: User
  readonly holder: Holder
}

/** The rule that has a user, or had it last. */
export interface Holder {
  isOver: boolean
}

/** Something expensive that is made once per run. */
export interface SharedWork {
  readonly result: Promise<unknown>
  readonly track: Track
  /** Its exchanges so far, to explain the failure of a rule that depends on it. */
  readonly exchanges: readonly Exchange[]
}

/** The state that the rules of one run share. */
export interface Session {
  readonly settings: TargetSettings
  readonly agent: Agent
  /** Returns an id that no other run uses. */
  readonly nextUserId: () => string
  /** Users of this run that have to be deleted. */
  readonly ledger: Ledger
  /** Users that rules borrow in turn, the least recently used first. */
  readonly pool: PooledUser[]
  /** Tokens of users that may have a connection. */
  readonly importers: Set<string>
  /** Pending creations of users; cleaning up has to wait for them. */
  readonly creations: Set<Promise<unknown>>
  readonly seen: SeenResponse[]
  readonly shared: Map<string, SharedWork>
  /** The limit of rules that run at once, and of requests that are sent at once. */
  concurrency: number
  readonly turns: Turns
  readonly slots: Slots
  /** The order in which listeners receive what rules do that run at once. */
  readonly order: Order
  /** Receive every exchange of the run. */
  readonly listeners: Set<ExchangeListener>
  readonly notices: Notices
  readonly sent: Record<Purpose, number>
  /** Aborts shared work that is still pending when the run ends. */
  readonly ending: AbortController
}

/** Returns the key of the users of a target. */
export const toLedgerKey = ({ baseUrl, client }: TargetSettings): LedgerKey => ({
  baseUrl: new URL(baseUrl).href,
  clientId: client.id,
})

/** Returns the number of rules that may run at once, and of requests that may be sent at once. */
const limitAtOnce = ({ concurrency, time, psu }: TargetSettings): number => {
  // A rule that waits moves the clock for the others too, and a walker with an address of its own has one visitor.
  return time.runsByItself === true && psu.returnUrl === undefined ? concurrency : 1
}

export const createSession = (settings: TargetSettings): Session => {
  const concurrency = limitAtOnce(settings)
  const limit = (): number => session.concurrency
  const runId = randomBytes(6).toString('hex')
  const notices = createNotices()
  let users = 0
  const session: Session = {
    settings,
    agent: new Agent({ connections: concurrency, connect: { timeout: Math.min(settings.limits.request, 10_000) } }),
    nextUserId: () => {
      users += 1
      return `contract-${runId}-${users}`
    },
    ledger: createLedger(settings.ledger, toLedgerKey(settings), runId, notices.note),
    pool: [],
    importers: new Set(),
    creations: new Set(),
    seen: [],
    shared: new Map(),
    concurrency,
    turns: createTurns(limit),
    slots: createSlots(limit),
    order: createOrder(),
    listeners: new Set(),
    notices,
    sent: { rules: 0, cleanup: 0 },
    ending: new AbortController(),
  }
  return session
}

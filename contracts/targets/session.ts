import { randomBytes } from 'node:crypto'
import { Agent } from 'undici'
import type { ExchangeListener } from '../exchange.ts'
import { createLedger, type Ledger, type LedgerKey } from './ledger.ts'
import { createNotices, type Notices } from './notices.ts'
import type { TargetSettings } from './settings.ts'
import type { Purpose, SeenResponse, User } from './target.ts'

/** A user that rules borrow in turn. */
export interface PooledUser {
  user: User
  /** The rule that has the user, or had it last. */
  holder: object
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
  readonly memo: Map<string, Promise<unknown>>
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

export const createSession = (settings: TargetSettings): Session => {
  const runId = randomBytes(6).toString('hex')
  const notices = createNotices()
  let users = 0
  return {
    settings,
    // A rule sends one request after the other, so a few connections are enough, and polite to a shared sandbox.
    agent: new Agent({ connections: 4, connect: { timeout: Math.min(settings.limits.request, 10_000) } }),
    nextUserId: () => {
      users += 1
      return `contract-${runId}-${users}`
    },
    ledger: createLedger(settings.ledger, toLedgerKey(settings), runId, notices.note),
    pool: [],
    importers: new Set(),
    creations: new Set(),
    seen: [],
    memo: new Map(),
    listeners: new Set(),
    notices,
    sent: { rules: 0, cleanup: 0 },
    ending: new AbortController(),
  }
}

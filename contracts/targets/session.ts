import { randomBytes } from 'node:crypto'
import { Agent } from 'undici'
import type { ExchangeListener } from '../exchange.ts'
import { createLedger, type Ledger, type LedgerKey } from './ledger.ts'
import { createNotices, type Notices } from './notices.ts'
import type { TargetSettings } from './settings.ts'
import type { Purpose, SeenResponse, User } from './target.ts'

/** A user that rules take turns with. */
export interface PooledUser {
  user: User
  /** The rule that has them, or had them last. */
  holder: object
}

/** What the rules of one run share. One per run and target, never global. */
export interface Session {
  readonly settings: TargetSettings
  readonly agent: Agent
  /** An id that no other run gives. */
  readonly nextUserId: () => string
  /** Users of this run that have to be deleted. */
  readonly ledger: Ledger
  /** Users that rules take turns with, the one that rested longest first. */
  readonly pool: PooledUser[]
  /** Tokens with which something may have been imported since their user was last cleaned. */
  readonly importers: Set<string>
  /** Creations of users under way: cleaning up before they are through would miss them. */
  readonly creations: Set<Promise<unknown>>
  readonly seen: SeenResponse[]
  readonly memo: Map<string, Promise<unknown>>
  /** Told of every exchange of the run. */
  readonly listeners: Set<ExchangeListener>
  readonly notices: Notices
  readonly sent: Record<Purpose, number>
  /** Ends what rules share and nobody waits for any more. */
  readonly ending: AbortController
}

/** Whose users a target's are. */
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
    // A rule asks one thing after the other; a few connections are plenty, and polite to a shared sandbox.
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

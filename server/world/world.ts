import type { Library } from '../../scenarios/library.ts'
import type { Account } from '../access/accounts/account.ts'
import { type Client, demoClients } from '../access/authorization/client.ts'
import type { AccessToken, RefreshToken } from '../access/authorization/token.ts'
import type { BankConnection } from '../access/bank-connections/bank-connection.ts'
import type { User } from '../access/users/user.ts'
import { type BankLedgers, createBankLedgers, createLedgerCache, type LedgerCache } from '../bank/bank-ledgers.ts'
import { type Clock, createClock } from '../core/clock.ts'
import { type Collection, createCollection } from '../core/collection.ts'
import { createHeldAnswers, type HeldAnswers } from '../core/delayed-responses.ts'
import { createIds, type Ids } from '../core/ids.ts'
import { createFaultBook, type FaultBook } from '../faults/faults.ts'
import { type Coverage, createCoverage } from '../observe/coverage/coverage.ts'
import { createJournal, type Journal, USUAL_ENTRIES } from '../observe/journal/journal.ts'
import { openLabelsOf } from '../observe/journal/open-labels.ts'
import type { IsOpenLabel } from '../observe/journal/redact.ts'
import { type BankSightings, createBankSightings } from '../observe/lint/bank-sightings.ts'
import { createFlowBook, type FlowBook } from '../sca/flows.ts'
import { createScenarioChoices, type ScenarioChoices } from '../sca/scenario-choices.ts'
import { createTimelineBook, type TimelineBook } from '../sca/timelines.ts'
import { isDeadline, type Job, runJob } from './jobs.ts'
import { createPsu, type Psu } from './psu.ts'
import { createScenarioPicker, type ScenarioPicker } from './scenario-picker.ts'

/** What distinguishes one world from another when it is made. */
export interface WorldOptions {
  seed: string
  /** What the world plays from. */
  library: Library
  /** Milliseconds that an import downloads. */
  downloadTime: number
  frozenAt: number | undefined
  /** The API version that ordinary clients are bound to at first; undefined, where they may call both. */
  boundTo: string | undefined
  /** How many exchanges the journal keeps; 0 keeps none. */
  journalEntries?: number | undefined
}

/** Everything that a mock finAPI knows and does: store, clock, ids and the library it plays from. Two worlds share nothing. */
export interface World {
  readonly options: WorldOptions
  readonly library: Library
  readonly clock: Clock<Job>
  readonly ids: Ids
  readonly ledgers: BankLedgers
  readonly clients: Collection<string, Client>
  readonly users: Collection<string, User>
  readonly accessTokens: Collection<string, AccessToken>
  readonly refreshTokens: Collection<string, RefreshToken>
  readonly flows: FlowBook
  readonly timelines: TimelineBook
  readonly choices: ScenarioChoices
  /** Chooses what users meet at the bank next. */
  readonly scenarios: ScenarioPicker
  /** Logins that a bank refuses, see login-lock.ts. */
  readonly lockedLogins: Set<string>
  /** The user's side of what is pending. */
  readonly psu: Psu
  readonly bankConnections: Collection<number, BankConnection>
  readonly accounts: Collection<number, Account>
  readonly faults: FaultBook
  /** Answers that a fault delays. */
  readonly heldAnswers: HeldAnswers
  readonly journal: Journal
  readonly isOpenLabel: IsOpenLabel
  /** What of strong customer authentication was met so far. */
  readonly coverage: Coverage
  readonly bankSightings: BankSightings
}

export const createWorld = (options: WorldOptions, shelf: LedgerCache = createLedgerCache()): World => {
  const clock = createClock<Job>({ run: (job) => runJob(world, job), isDeadline, frozenAt: options.frozenAt })
  const world: World = {
    get psu() {
      return psu
    },
    get scenarios() {
      return scenarios
    },
    options,
    library: options.library,
    clock,
    ids: createIds(options.seed),
    ledgers: createBankLedgers(options.seed, shelf),
    clients: createCollection({ key: (client) => client.id, owner: () => '' }),
    users: createCollection({ key: (user) => user.key, owner: () => '' }),
    accessTokens: createCollection({ key: (token) => token.token, owner: (token) => token.owner }),
    refreshTokens: createCollection({ key: (token) => token.token, owner: (token) => token.owner }),
    flows: createFlowBook(clock.now),
    timelines: createTimelineBook(),
    choices: createScenarioChoices(options.library),
    lockedLogins: new Set(),
    bankConnections: createCollection({ key: ({ id }) => id, owner: ({ userKey }) => userKey }),
    accounts: createCollection({ key: ({ id }) => id, owner: ({ userKey }) => userKey }),
    faults: createFaultBook(),
    heldAnswers: createHeldAnswers(clock),
    journal: createJournal(options.journalEntries ?? USUAL_ENTRIES),
    isOpenLabel: openLabelsOf(options.library),
    coverage: createCoverage(),
    bankSightings: createBankSightings(),
  }
  const psu = createPsu(world)
  const scenarios = createScenarioPicker(world)
  for (const client of demoClients(options.boundTo)) world.clients.add(client)
  return world
}

import type { Library } from '../../scenarios/library.ts'
import { accountStore } from '../access/accounts/account.ts'
import { clientStore } from '../access/authorization/client.ts'
import { accessTokenStore, refreshTokenStore } from '../access/authorization/token.ts'
import { bankConnectionStore } from '../access/bank-connections/bank-connection.ts'
import { lockedLoginStore } from '../access/bank-connections/login-lock.ts'
import { transactionChangeStore, transactionIdStore } from '../access/transactions/stores.ts'
import { userStore } from '../access/users/user.ts'
import { type LedgerCache, ledgerStore } from '../bank/bank-ledgers.ts'
import { outboxStore } from '../callbacks/outbox.ts'
import type { Events } from '../core/events.ts'
import { faultStore } from '../faults/faults.ts'
import { coverageStore } from '../observe/coverage/coverage.ts'
import { listedBankStore } from '../observe/lint/listed-banks.ts'
import { flowStore } from '../sca/flows.ts'
import { scenarioChoiceStore } from '../sca/scenario-choices.ts'
import { timelineStore } from '../sca/timelines.ts'
import type { WorldEvents } from './events.ts'
import type { WorldOptions } from './options.ts'

/** The parts of a world that stores are created with. */
export interface StoreKernel {
  readonly options: WorldOptions
  readonly library: Library
  readonly clock: { now(): number }
  readonly events: Events<WorldEvents>
  readonly ledgerCache: LedgerCache
}

/**
 * The stores of a world. Snapshot, restore, reset, fork and the deletion of a user are loops over this list, so none of
 * them can omit a store.
 */
export const stores = {
  clients: clientStore,
  users: userStore,
  accessTokens: accessTokenStore,
  refreshTokens: refreshTokenStore,
  flows: flowStore,
  timelines: timelineStore,
  scenarioChoices: scenarioChoiceStore,
  lockedLogins: lockedLoginStore,
  bankConnections: bankConnectionStore,
  accounts: accountStore,
  transactionIds: transactionIdStore,
  transactionChanges: transactionChangeStore,
  ledgers: ledgerStore,
  faults: faultStore,
  coverage: coverageStore,
  listedBanks: listedBankStore,
  outbox: outboxStore,
}

export type StoreName = keyof typeof stores

export type Stores = { readonly [Name in StoreName]: ReturnType<(typeof stores)[Name]['create']> }

import type { ApiVersion } from '../contracts/openapi/api-types.ts'
import type { Sleep } from './abort.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import type { Api } from './api.ts'
import { type BankConnections, createBankConnections } from './bank-connections/bank-connections.ts'
import { type BankConnectionFlows, createBankConnectionFlows } from './bank-connections/flows.ts'
import { type Banks, createBanks } from './banks/banks.ts'
import {
  createPendingTransactions,
  type PendingTransactionsByVersion,
} from './pending-transactions/pending-transactions.ts'
import { createTransactions, type Transactions } from './transactions/transactions.ts'
import { type CurrentUser, createCurrentUser } from './users/current-user.ts'

/**
 * finAPI with the token of one user: a member for each tag of the API, and the flows that take several requests.
 *
 * @example
 * const session = client.asUser({ id, password })
 * const { accounts } = await session.accounts.list({ accountTypes: ['Checking'] })
 * const bookings = await session.transactions.listAll({ view: 'userView', accountIds: [accounts[0].id] })
 */
export interface UserSession<V extends ApiVersion> extends BankConnectionFlows<V> {
  readonly user: CurrentUser<V>
  readonly banks: Banks<V>
  readonly bankConnections: BankConnections<V>
  readonly accounts: Accounts<V>
  readonly transactions: Transactions<V>
  /** v2 only. */
  readonly pendingTransactions: PendingTransactionsByVersion[V]
  /** Revokes the access token and the refresh token of the session. */
  revoke(): Promise<void>
}

export interface SessionDependencies<V extends ApiVersion> {
  readonly api: Api<V>
  readonly pollInterval: number
  readonly now: () => number
  readonly sleep: Sleep
  readonly revoke: () => Promise<void>
  readonly forgetToken: () => void
}

export const createUserSession = <V extends ApiVersion>(dependencies: SessionDependencies<V>): UserSession<V> => {
  const { api, pollInterval, now, sleep, revoke, forgetToken } = dependencies
  const { version } = api
  const bankConnections = createBankConnections(api)
  return {
    user: createCurrentUser(api, forgetToken),
    banks: createBanks(api),
    bankConnections,
    accounts: createAccounts(api),
    transactions: createTransactions(api),
    pendingTransactions: createPendingTransactions[version](api),
    ...createBankConnectionFlows({ version, bankConnections, pollInterval, now, sleep }),
    revoke,
  }
}

import type { Sleep } from './abort.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import type { Api } from './api.ts'
import type { ApiVersion, BankConnection } from './api-types.ts'
import { type BankConnections, createBankConnections } from './bank-connections.ts'
import { type Banks, createBanks } from './banks.ts'
import { type PendingTransactionsOf, pendingTransactionsOf } from './pending-transactions.ts'
import { completeSca, type Psu } from './sca.ts'
import { createTransactions, type Transactions } from './transactions.ts'
import { type CurrentUser, createCurrentUser } from './users.ts'
import type { ImportRequest } from './versions.ts'
import { type WaitOptions, waitUntilReady } from './wait.ts'

export interface ImportOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds for the whole flow, 15 minutes unless told otherwise. */
  timeout?: number | undefined
  /** How often the bank may ask something new, 20 unless told otherwise. */
  maxSteps?: number | undefined
}

const DEFAULT_IMPORT_TIMEOUT = 15 * 60_000
const DEFAULT_MAX_STEPS = 20

/** finAPI as one of its users sees it. */
export interface UserSession<V extends ApiVersion> {
  readonly user: CurrentUser<V>
  readonly banks: Banks<V>
  readonly bankConnections: BankConnections<V>
  readonly accounts: Accounts<V>
  readonly transactions: Transactions<V>
  /** v2 only. */
  readonly pendingTransactions: PendingTransactionsOf[V]
  /** Imports a bank connection and answers, through `psu`, whatever the bank asks on the way. */
  importBankConnection(request: ImportRequest, psu: Psu, options?: ImportOptions): Promise<BankConnection<V>>
  /** Waits for the download that an import starts; DownloadFailedError if the bank refused it. */
  waitUntilReady(connectionId: number, options?: WaitOptions): Promise<BankConnection<V>>
  /** Ends the session at finAPI: access and refresh token become worthless. */
  revoke(): Promise<void>
}

export interface SessionOptions<V extends ApiVersion> {
  api: Api<V>
  pollInterval: number
  now: () => number
  sleep: Sleep
  revoke: () => Promise<void>
  forgetToken: () => void
}

export const createUserSession = <V extends ApiVersion>(options: SessionOptions<V>): UserSession<V> => {
  const { api, pollInterval, now, sleep, revoke, forgetToken } = options
  const bankConnections = createBankConnections(api)
  return {
    user: createCurrentUser(api, forgetToken),
    banks: createBanks(api),
    bankConnections,
    accounts: createAccounts(api),
    transactions: createTransactions(api),
    pendingTransactions: pendingTransactionsOf[api.version](api),
    importBankConnection: (request, psu, { signal, timeout, maxSteps } = {}) =>
      completeSca((callback) => bankConnections.import(api.dialect.importBody(request, callback), { signal }), psu, {
        signal,
        timeout: timeout ?? DEFAULT_IMPORT_TIMEOUT,
        maxSteps: maxSteps ?? DEFAULT_MAX_STEPS,
        pollInterval,
        now,
        sleep,
      }),
    waitUntilReady: (connectionId, wait = {}) =>
      waitUntilReady(() => bankConnections.get(connectionId, { signal: wait.signal }), wait, { now, sleep }),
    revoke,
  }
}

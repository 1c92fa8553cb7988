import type { Sleep } from './abort.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import type { Api } from './api.ts'
import type { ApiVersion, BankConnection } from './api-types.ts'
import { type BankConnections, createBankConnections } from './bank-connections.ts'
import { type Banks, createBanks } from './banks.ts'
import { type PendingTransactionsOf, pendingTransactionsOf } from './pending-transactions.ts'
import { completeSca, type Psu, type ScaStep } from './sca.ts'
import { createTransactions, type Transactions } from './transactions.ts'
import { type CurrentUser, createCurrentUser } from './users.ts'
import type { ImportRequest, UpdateRequest } from './versions.ts'
import { type WaitOptions, waitUntilReady } from './wait.ts'

/** How patient an import or update is. */
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
  /**
   * Downloads what is new of a connection. As long as its consent is valid, the bank asks nothing; otherwise `psu`
   * answers, as at an import. INVALID_CONSENT (422) means that the consent has just run out: the same call again gets
   * a new one, with the user there.
   */
  updateBankConnection(request: UpdateRequest, psu: Psu, options?: ImportOptions): Promise<BankConnection<V>>
  /** Waits for the download that an import or update starts; DownloadFailedError if the bank refused it. */
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
  const complete = <T>(step: ScaStep<T>, psu: Psu, { signal, timeout, maxSteps }: ImportOptions): Promise<T> =>
    completeSca(step, psu, {
      signal,
      timeout: timeout ?? DEFAULT_IMPORT_TIMEOUT,
      maxSteps: maxSteps ?? DEFAULT_MAX_STEPS,
      pollInterval,
      now,
      sleep,
    })
  return {
    user: createCurrentUser(api, forgetToken),
    banks: createBanks(api),
    bankConnections,
    accounts: createAccounts(api),
    transactions: createTransactions(api),
    pendingTransactions: pendingTransactionsOf[api.version](api),
    importBankConnection: (request, psu, how = {}) => {
      const { signal } = how
      return complete(
        (callback) => bankConnections.import(api.dialect.importBody(request, callback), { signal }),
        psu,
        how,
      )
    },
    updateBankConnection: (request, psu, how = {}) => {
      const { signal } = how
      return complete(
        (callback) => bankConnections.update(api.dialect.updateBody(request, callback), { signal }),
        psu,
        how,
      )
    },
    waitUntilReady: (connectionId, wait = {}) =>
      waitUntilReady(() => bankConnections.get(connectionId, { signal: wait.signal }), wait, { now, sleep }),
    revoke,
  }
}

import type { Api, CallOptions } from './api.ts'
import type { ApiVersion, PendingTransaction, V2Query, V2Schema } from './api-types.ts'

/** Transactions that the bank has announced and not booked yet. v1 has no such service. */
export interface PendingTransactions {
  list(
    query?: V2Query<'getAndSearchAllPendingTransactions'>,
    options?: CallOptions,
  ): Promise<V2Schema<'PageablePendingTransactionResources'>>
  get(id: number, options?: CallOptions): Promise<PendingTransaction>
}

/** What a session of each version has, so that calling it on v1 does not compile. */
export interface PendingTransactionsOf {
  v1: undefined
  v2: PendingTransactions
}

export const pendingTransactionsOf: { [V in ApiVersion]: (api: Api<V>) => PendingTransactionsOf[V] } = {
  v1: () => undefined,
  v2: (api) => ({
    list: (query, options) => api.call({ method: 'GET', path: '/pendingTransactions', query, ...options }),
    get: (id, options) => api.call({ method: 'GET', path: `/pendingTransactions/${id}`, ...options }),
  }),
}

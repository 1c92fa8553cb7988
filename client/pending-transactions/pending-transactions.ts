import type { ApiVersion, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'

export type PendingTransaction = Schema<'v2', 'PendingTransaction'>

/** The transactions that the bank has announced but not booked yet. */
export interface PendingTransactions {
  list(
    query?: QueryOf<'v2', 'getAndSearchAllPendingTransactions'>,
    options?: CallOptions,
  ): Promise<SuccessBodyOf<'v2', 'getAndSearchAllPendingTransactions'>>
  get(id: number, options?: CallOptions): Promise<PendingTransaction>
}

/** The pending transactions of a session by version: v1 has none, so using them there does not compile. */
export interface PendingTransactionsByVersion {
  readonly v1: undefined
  readonly v2: PendingTransactions
}

export const createPendingTransactions: { [V in ApiVersion]: (api: Api<V>) => PendingTransactionsByVersion[V] } = {
  v1: () => undefined,
  v2: (api) => ({
    list: (query, options) =>
      api.call({
        method: 'GET',
        path: '/pendingTransactions',
        query,
        ...options,
      }),
    get: (id, options) => api.call({ method: 'GET', path: `/pendingTransactions/${id}`, ...options }),
  }),
}

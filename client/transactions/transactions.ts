import type { Api, CallOptions } from './api.ts'
import type { ApiVersion, Query, Schema, Transaction } from './api-types.ts'
import { collectPages } from './paging.ts'

export type TransactionQuery<V extends ApiVersion> = Query<V, 'getAndSearchAllTransactions'>

/** The booked transactions of the user. `view` has no default, neither here nor in the API. */
export interface Transactions<V extends ApiVersion> {
  list(query: TransactionQuery<V>, options?: CallOptions): Promise<Schema<V, 'PageableTransactionList'>>
  /** All pages in one array. */
  listAll(query: Omit<TransactionQuery<V>, 'page' | 'perPage'>, options?: CallOptions): Promise<Transaction<V>[]>
  get(id: number, options?: CallOptions): Promise<Transaction<V>>
}

export const createTransactions = <V extends ApiVersion>(api: Api<V>): Transactions<V> => {
  const load = (query: object, options?: CallOptions): Promise<Schema<V, 'PageableTransactionList'>> =>
    api.call({ method: 'GET', path: '/transactions', query, ...options })
  return {
    list: load,
    listAll: (query, options) =>
      collectPages(
        (paging) => load({ ...query, ...paging }, options),
        (page): readonly Transaction<V>[] => page.transactions,
      ),
    get: (id, options) => api.call({ method: 'GET', path: `/transactions/${id}`, ...options }),
  }
}

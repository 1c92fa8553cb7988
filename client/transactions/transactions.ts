import type { ApiVersion, JsonBodyOf, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'
import { collectPages, type WithoutPage } from '../paging.ts'

export type Transaction<V extends ApiVersion = ApiVersion> = Schema<V, 'Transaction'>

export type TransactionQuery<V extends ApiVersion> = QueryOf<V, 'getAndSearchAllTransactions'>

/** The booked transactions of the user. */
export interface Transactions<V extends ApiVersion> {
  /** Returns one page. `view` is required, as in the API. */
  list(query: TransactionQuery<V>, options?: CallOptions): Promise<SuccessBodyOf<V, 'getAndSearchAllTransactions'>>
  /** Returns the transactions of all pages. */
  listAll(query: WithoutPage<TransactionQuery<V>>, options?: CallOptions): Promise<Transaction<V>[]>
  get(id: number, options?: CallOptions): Promise<Transaction<V>>
  /** Changes `isNew`, the category or the labels. */
  edit(id: number, changes: JsonBodyOf<V, 'editTransaction'>, options?: CallOptions): Promise<Transaction<V>>
  /** Changes several transactions and returns the ids of those that are different now. */
  editMany(
    changes: JsonBodyOf<V, 'editMultipleTransactions'>,
    options?: CallOptions,
  ): Promise<SuccessBodyOf<V, 'editMultipleTransactions'>>
}

export const createTransactions = <V extends ApiVersion>(api: Api<V>): Transactions<V> => {
  const list: Transactions<V>['list'] = (query, options) =>
    api.call({ method: 'GET', path: '/transactions', query, ...options })
  return {
    list,
    listAll: (query, options) =>
      collectPages(
        (paging) => list({ ...query, ...paging }, options),
        (page): readonly Transaction<V>[] => page.transactions,
      ),
    get: (id, options) => api.call({ method: 'GET', path: `/transactions/${id}`, ...options }),
    edit: (id, changes, options) =>
      api.call({ method: 'PATCH', path: `/transactions/${id}`, json: changes, ...options }),
    editMany: (changes, options) => api.call({ method: 'PATCH', path: '/transactions', json: changes, ...options }),
  }
}

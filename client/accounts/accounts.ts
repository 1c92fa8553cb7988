import type { Api, CallOptions } from './api.ts'
import type { Account, ApiVersion, Query, Schema } from './api-types.ts'

/** The accounts of the user; the API never pages them. */
export interface Accounts<V extends ApiVersion> {
  list(query?: Query<V, 'getAndSearchAllAccounts'>, options?: CallOptions): Promise<Schema<V, 'AccountList'>>
  get(id: number, options?: CallOptions): Promise<Account<V>>
}

export const createAccounts = <V extends ApiVersion>(api: Api<V>): Accounts<V> => ({
  list: (query, options) => api.call({ method: 'GET', path: '/accounts', query, ...options }),
  get: (id, options) => api.call({ method: 'GET', path: `/accounts/${id}`, ...options }),
})

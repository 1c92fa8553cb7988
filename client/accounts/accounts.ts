import type { ApiVersion, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'

export type Account<V extends ApiVersion = ApiVersion> = Schema<V, 'Account'>

/** The accounts of the user. */
export interface Accounts<V extends ApiVersion> {
  /** Returns all accounts at once: finAPI has no pages here. */
  list(
    query?: QueryOf<V, 'getAndSearchAllAccounts'>,
    options?: CallOptions,
  ): Promise<SuccessBodyOf<V, 'getAndSearchAllAccounts'>>
  get(id: number, options?: CallOptions): Promise<Account<V>>
}

export const createAccounts = <V extends ApiVersion>(api: Api<V>): Accounts<V> => ({
  list: (query, options) => api.call({ method: 'GET', path: '/accounts', query, ...options }),
  get: (id, options) => api.call({ method: 'GET', path: `/accounts/${id}`, ...options }),
})

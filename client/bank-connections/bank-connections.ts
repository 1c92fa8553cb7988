import type { ApiVersion, JsonBodyOf, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'

export type BankConnection<V extends ApiVersion = ApiVersion> = Schema<V, 'BankConnection'>

/** The bank connections of the user. */
export interface BankConnections<V extends ApiVersion> {
  list(
    query?: QueryOf<V, 'getAllBankConnections'>,
    options?: CallOptions,
  ): Promise<SuccessBodyOf<V, 'getAllBankConnections'>>
  get(id: number, options?: CallOptions): Promise<BankConnection<V>>
  /** Deletes the bank connection with its accounts and transactions; 423 LOCKED while an import is running. */
  delete(id: number, options?: CallOptions): Promise<void>
  /**
   * Sends one request of an import, with the field names of the version. Throws AdditionalAuthenticationRequiredError
   * when the bank requires SCA; `importBankConnection` of the session completes the whole flow.
   */
  import(body: JsonBodyOf<V, 'importBankConnection'>, options?: CallOptions): Promise<BankConnection<V>>
  /** Sends one request of an update, like `import`; `updateBankConnection` of the session completes the whole flow. */
  update(body: JsonBodyOf<V, 'updateBankConnection'>, options?: CallOptions): Promise<BankConnection<V>>
}

export const createBankConnections = <V extends ApiVersion>(api: Api<V>): BankConnections<V> => ({
  list: (query, options) => api.call({ method: 'GET', path: '/bankConnections', query, ...options }),
  get: (id, options) => api.call({ method: 'GET', path: `/bankConnections/${id}`, ...options }),
  delete: (id, options) =>
    api.call({
      method: 'DELETE',
      path: `/bankConnections/${id}`,
      // v1 documents no PSU headers here.
      talksToBank: api.version === 'v2',
      ...options,
    }),
  import: (body, options) =>
    api.call({
      method: 'POST',
      path: '/bankConnections/import',
      json: body,
      talksToBank: true,
      ...options,
    }),
  update: (body, options) =>
    api.call({
      method: 'POST',
      path: '/bankConnections/update',
      json: body,
      talksToBank: true,
      ...options,
    }),
})

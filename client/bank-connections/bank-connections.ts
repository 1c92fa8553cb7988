import type { Api, CallOptions } from './api.ts'
import type { ApiVersion, BankConnection, Query, Schema } from './api-types.ts'

export interface BankConnections<V extends ApiVersion> {
  list(query?: Query<V, 'getAllBankConnections'>, options?: CallOptions): Promise<Schema<V, 'BankConnectionList'>>
  get(id: number, options?: CallOptions): Promise<BankConnection<V>>
  /** Deletes the connection with its accounts and transactions; LOCKED (423) while an import is running. */
  delete(id: number, options?: CallOptions): Promise<void>
  /**
   * One raw step of an import, with the version's own field names. Throws AdditionalAuthenticationRequiredError when
   * the bank asks something; `importBankConnection` of the session answers that too.
   */
  import(body: Schema<V, 'ImportBankConnectionParams'>, options?: CallOptions): Promise<BankConnection<V>>
  /** One raw step of an update, as `import` is one of an import; `updateBankConnection` of the session does them all. */
  update(body: Schema<V, 'UpdateBankConnectionParams'>, options?: CallOptions): Promise<BankConnection<V>>
}

export const createBankConnections = <V extends ApiVersion>(api: Api<V>): BankConnections<V> => ({
  list: (query, options) => api.call({ method: 'GET', path: '/bankConnections', query, ...options }),
  get: (id, options) => api.call({ method: 'GET', path: `/bankConnections/${id}`, ...options }),
  delete: async (id, options) => {
    const isForBank = api.dialect.psuHeadersOnDelete
    await api.call({ method: 'DELETE', path: `/bankConnections/${id}`, isForBank, ...options })
  },
  import: (body, options) =>
    api.call({ method: 'POST', path: '/bankConnections/import', json: body, isForBank: true, ...options }),
  update: (body, options) =>
    api.call({ method: 'POST', path: '/bankConnections/update', json: body, isForBank: true, ...options }),
})

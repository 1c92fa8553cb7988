import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'
import type { User } from './users.ts'

/** The user whose session it is. */
export interface CurrentUser<V extends ApiVersion> {
  get(options?: CallOptions): Promise<User<V>>
  /** Deletes the user with all imported data; 423 LOCKED while an import is running. */
  delete(options?: CallOptions): Promise<void>
}

export const createCurrentUser = <V extends ApiVersion>(api: Api<V>, onDeleted: () => void): CurrentUser<V> => ({
  get: (options) => api.call({ method: 'GET', path: '/users', ...options }),
  delete: async (options) => {
    // v1 documents no PSU headers here.
    const talksToBank = api.version === 'v2'
    await api.call({ method: 'DELETE', path: '/users', talksToBank, ...options })
    onDeleted()
  },
})

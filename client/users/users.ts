import type { Api, CallOptions } from './api.ts'
import type { ApiVersion, Schema, User } from './api-types.ts'

/** What a client may do with its users. */
export interface Users<V extends ApiVersion> {
  /**
   * Creates a user; without id and password finAPI invents them. The answer holds the password in clear text, once:
   * pass it to `asUser` as it is, and store it.
   */
  create(user?: Schema<V, 'UserCreateParams'>, options?: CallOptions): Promise<User<V>>
}

export const createUsers = <V extends ApiVersion>(api: Api<V>): Users<V> => ({
  create: (user, options) => api.call({ method: 'POST', path: '/users', json: user ?? {}, ...options }),
})

/** What a user may do with themselves. */
export interface CurrentUser<V extends ApiVersion> {
  get(options?: CallOptions): Promise<User<V>>
  /** Deletes the user with everything they imported; LOCKED (423) while an import is running. */
  delete(options?: CallOptions): Promise<void>
}

export const createCurrentUser = <V extends ApiVersion>(api: Api<V>, onDeleted: () => void): CurrentUser<V> => ({
  get: (options) => api.call({ method: 'GET', path: '/users', ...options }),
  delete: async (options) => {
    await api.call({ method: 'DELETE', path: '/users', isForBank: api.dialect.psuHeadersOnDelete, ...options })
    onDeleted()
  },
})

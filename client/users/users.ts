import type { ApiVersion, JsonBodyOf, Schema } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'

export type User<V extends ApiVersion = ApiVersion> = Schema<V, 'User'>

/** The users of the client. */
export interface Users<V extends ApiVersion> {
  /**
   * Creates a user; finAPI generates an id and a password that are not given. Only this response contains the password
   * in clear text: store it.
   *
   * @example
   * const session = client.asUser(await client.users.create())
   */
  create(user?: JsonBodyOf<V, 'createUser'>, options?: CallOptions): Promise<User<V>>
}

export const createUsers = <V extends ApiVersion>(api: Api<V>): Users<V> => ({
  create: (user = {}, options) => api.call({ method: 'POST', path: '/users', json: user, ...options }),
})

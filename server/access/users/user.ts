import type { World } from '../../world/world.ts'
import { deleteBankConnection, isBusy } from '../bank-connections/bank-connection.ts'
import { entityExists, illegalEntityState, locked } from '../errors.ts'

/** A finAPI user of a client: the one whose bank connections are imported. */
export interface User {
  /** As the client wrote it; two ids that differ only in upper and lower case are the same. */
  id: string
  key: UserKey
  /** The number in `authContext`. */
  number: number
  password: string
  email: string | undefined
  phone: string | undefined
  isAutoUpdateEnabled: boolean
}

/** The id in lower case. */
export type UserKey = string

export const userKey = (id: string): UserKey => id.toLowerCase()

export interface CreateUser {
  id?: string | undefined
  password?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  isAutoUpdateEnabled?: boolean | undefined
}

/** Creates a user; id and password are invented where none is given. Throws ENTITY_EXISTS and ILLEGAL_ENTITY_STATE. */
export const createUser = (world: World, wanted: CreateUser): User => {
  if (wanted.id !== undefined && world.users.has(userKey(wanted.id))) {
    throw entityExists(`A user with ID '${wanted.id}' already exists.`)
  }
  // finAPI refuses the flag for clients without its batch update, and this server does not run one.
  if (wanted.isAutoUpdateEnabled === true) {
    throw illegalEntityState('The automatic batch update is not enabled for this client.')
  }
  const id = wanted.id ?? world.ids.userId()
  return world.users.add({
    id,
    key: userKey(id),
    number: world.ids.next('user'),
    password: wanted.password ?? world.ids.password(),
    email: wanted.email,
    phone: wanted.phone,
    isAutoUpdateEnabled: false,
  })
}

/** Deletes a user with everything that belongs to it. Throws LOCKED while a bank connection is busy. */
export const deleteUser = (world: World, user: User): void => {
  const connections = world.bankConnections.of(user.key)
  if (connections.some(isBusy)) throw locked()
  for (const connection of connections) deleteBankConnection(world, connection)
  for (const flow of world.flows.of(user.key)) world.flows.remove(flow)
  for (const token of world.accessTokens.of(user.key)) world.accessTokens.remove(token.token)
  for (const token of world.refreshTokens.of(user.key)) world.refreshTokens.remove(token.token)
  world.users.remove(user.key)
}

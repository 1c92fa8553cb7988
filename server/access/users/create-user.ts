import type { World } from '../../world/world.ts'
import { entityExists, illegalEntityState } from '../errors.ts'
import { type User, userKey } from './user.ts'

/** The fields of a request for a new user. */
export interface NewUser {
  id?: string | undefined
  password?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  isAutoUpdateEnabled?: boolean | undefined
}

/** Creates a user; generates a missing id or password. Throws ENTITY_EXISTS and ILLEGAL_ENTITY_STATE. */
export const createUser = (world: World, given: NewUser): User => {
  if (given.id !== undefined && world.users.has(userKey(given.id))) {
    throw entityExists(`A user with ID '${given.id}' already exists.`)
  }
  // finAPI refuses the flag for clients without its batch update, and this server does not run one.
  if (given.isAutoUpdateEnabled === true) {
    throw illegalEntityState('The automatic batch update is not enabled for this client.')
  }
  const id = given.id ?? world.ids.userId()
  return world.users.add({
    id,
    key: userKey(id),
    number: world.users.nextId(),
    password: given.password ?? world.ids.password(),
    email: given.email,
    phone: given.phone,
    isAutoUpdateEnabled: false,
  })
}

import type { World } from '../../world/world.ts'
import { isBusy } from '../bank-connections/bank-connection.ts'
import { locked } from '../errors.ts'
import type { User } from './user.ts'

/** Deletes a user with everything that belongs to it, in every store. Throws LOCKED while a bank connection is busy. */
export const deleteUser = (world: World, user: User): void => {
  if (world.bankConnections.of(user.key).some(isBusy)) throw locked()
  world.removeUser(user.key)
}

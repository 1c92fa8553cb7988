import type { World } from '../../world/world.ts'
import { notFound } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { Account } from './account.ts'

/** Returns an account of the user. Throws UNKNOWN_ENTITY (404), for another user's account too. */
export const requireAccount = (world: World, user: User, id: number): Account => {
  const account = world.accounts.get(id)
  if (account?.userKey !== user.key) throw notFound()
  return account
}

import type { World } from '../../world/world.ts'
import { locked, missingField } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { Account, AccountType } from './account.ts'
import { requireAccount } from './find-account.ts'

/** The fields of an account that a user may change; undefined ones stay as they are. */
export interface AccountChange {
  name: string | undefined
  type: AccountType | undefined
  isNew: boolean | undefined
}

/**
 * Changes an account and returns it. Throws UNKNOWN_ENTITY (404), MISSING_FIELD for an empty change, and LOCKED
 * while its bank connection is imported or updated (API document, editAccount).
 */
export const editAccount = (world: World, user: User, id: number, change: AccountChange): Account => {
  const account = requireAccount(world, user, id)
  const { name, type, isNew } = change
  if (name === undefined && type === undefined && isNew === undefined) {
    throw missingField('At least one of accountName, accountType and isNew must be given.')
  }
  const connection = world.bankConnections.get(account.connectionId)
  if (connection?.updateStatus === 'IN_PROGRESS') throw locked()
  account.name = name ?? account.name
  account.type = type ?? account.type
  account.isNew = isNew ?? account.isNew
  return account
}

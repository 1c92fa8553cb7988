import type { World } from '../../world/world.ts'
import { isBusy } from '../bank-connections/bank-connection.ts'
import { locked } from '../errors.ts'
import type { User } from '../users/user.ts'
import { requireAccount } from './find-account.ts'

/**
 * Deletes an account with its transactions and balance, and its bank connection with the last account, as finAPI
 * documents. Throws UNKNOWN_ENTITY (404), and LOCKED while the bank connection is imported, updated or categorised.
 */
export const deleteAccount = (world: World, user: User, id: number): void => {
  const account = requireAccount(world, user, id)
  const connection = world.bankConnections.get(account.connectionId)
  if (connection !== undefined && isBusy(connection)) throw locked()
  removeAccount(world, account.id)
  if (connection === undefined) return
  connection.accountIds = connection.accountIds.filter((accountId) => accountId !== account.id)
  if (connection.accountIds.length === 0) world.bankConnections.remove(connection.id)
}

/** Removes an account and the user's changes to its transactions. */
export const removeAccount = (world: World, accountId: number): void => {
  world.accounts.remove(accountId)
  world.transactionChanges.removeAccount(accountId)
}

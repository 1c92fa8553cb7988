import type { World } from '../../world/world.ts'
import { removeAccount } from '../accounts/delete-account.ts'
import type { BankConnection } from './bank-connection.ts'

/** Removes a connection with its accounts and their transactions. The caller must check that it is not busy. */
export const removeBankConnection = (world: World, connection: BankConnection): void => {
  for (const accountId of connection.accountIds) removeAccount(world, accountId)
  world.bankConnections.remove(connection.id)
}

import type { World } from '../../world/world.ts'
import type { Bank } from '../banks/bank.ts'
import { FinApiError, notFound } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { BankConnection } from './bank-connection.ts'

/** Returns a bank connection of the user. Throws UNKNOWN_ENTITY (404), for another user's connection too. */
export const requireBankConnection = (world: World, user: User, id: number): BankConnection => {
  const connection = world.bankConnections.get(id)
  if (connection?.userKey !== user.key) throw notFound()
  return connection
}

/** A bank connection with its bank, as responses show it. */
export interface BankConnectionView {
  readonly connection: BankConnection
  readonly bank: Bank
}

/** Returns the connection of a call to the bank with its bank; the error of a call that is not complete stays as it is. */
export const withBankUnlessPending = (
  world: World,
  result: BankConnection | FinApiError,
): BankConnectionView | FinApiError => (result instanceof FinApiError ? result : withBank(world, result))

/** Returns a bank connection with its bank. */
export const withBank = (world: World, connection: BankConnection): BankConnectionView => {
  const bank = world.library.bank(connection.bankId)
  if (bank === undefined) throw new Error(`bank ${connection.bankId} of a bank connection is not in the library`)
  return { connection, bank }
}

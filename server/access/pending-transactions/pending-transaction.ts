import type { Booking } from '../../bank/booking.ts'
import type { World } from '../../world/world.ts'
import {
  compareBy,
  type OrderBy,
  type PageRequest,
  type Paging,
  type SortValue,
  slicePage,
  toPaging,
} from '../paging.ts'
import type { User } from '../users/user.ts'

/** A movement that the bank had announced, but not booked, when the account was last downloaded. */
export interface PendingTransaction {
  id: number
  accountId: number
  booking: Booking
  importedAt: number
}

export const PENDING_ORDER_FIELDS = ['id', 'accountId', 'valueDate', 'bankBookingDate', 'importDate', 'amount'] as const

export type PendingOrderField = (typeof PENDING_ORDER_FIELDS)[number]

export interface PendingTransactionQuery extends PageRequest {
  ids: readonly number[] | undefined
  accountIds: readonly number[] | undefined
  order: readonly OrderBy<PendingOrderField>[]
}

export interface PendingTransactionPage {
  transactions: PendingTransaction[]
  paging: Paging
}

/** Returns a page of a user's pending transactions. */
export const searchPendingTransactions = (
  world: World,
  user: User,
  query: PendingTransactionQuery,
): PendingTransactionPage => {
  const found = pendingTransactions(world, user)
    .filter(({ id, accountId }) => (query.ids?.includes(id) ?? true) && (query.accountIds?.includes(accountId) ?? true))
    .sort(compareBy(query.order, sortValue, ({ id }) => id))
  return { transactions: slicePage(found, query), paging: toPaging(query, found.length) }
}

/** Returns a pending transaction of the user; undefined for another user's too. */
export const findPendingTransaction = (world: World, user: User, id: number): PendingTransaction | undefined =>
  pendingTransactions(world, user).find((transaction) => transaction.id === id)

const pendingTransactions = (world: World, user: User): PendingTransaction[] =>
  world.accounts.of(user.key).flatMap(({ id: accountId, announced, persona, personaAccount }) => {
    if (announced === undefined) return []
    const { firstId, day, importedAt } = announced
    return world.ledgers.announced(world.library.persona(persona), personaAccount, day).map((booking, index) => ({
      id: firstId + index,
      accountId,
      booking,
      importedAt,
    }))
  })

const sortValue = (transaction: PendingTransaction, field: PendingOrderField): SortValue => {
  switch (field) {
    case 'id':
      return transaction.id
    case 'accountId':
      return transaction.accountId
    case 'valueDate':
      return transaction.booking.valueDay
    case 'bankBookingDate':
      return transaction.booking.day
    case 'importDate':
      return transaction.importedAt
    case 'amount':
      return transaction.booking.amount
    default:
      return field satisfies never
  }
}

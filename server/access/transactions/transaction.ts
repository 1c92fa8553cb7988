import type { Booking } from '../../bank/booking.ts'
import { type Ledger, ledgerOfBookings } from '../../bank/ledger.ts'
import type { World } from '../../world/world.ts'
import type { Account, TransactionMark, TransactionSlice } from '../accounts/account.ts'
import type { User } from '../users/user.ts'

/** One imported transaction, put together from the bank's booking and the download that brought it. */
export interface Transaction {
  id: number
  accountId: number
  booking: Booking
  importedAt: number
  /** Undefined while, or where, nothing was found. */
  categoryId: number | undefined
  mark: TransactionMark | undefined
}

/** A run of transactions of one account: those of `slice` from booking `from` up to, but not including, `to`. */
export interface TransactionRun {
  account: Account
  slice: TransactionSlice
  /** Where the bookings are: the bank's ledger, or one of the slice alone. */
  ledger: Ledger
  from: number
  to: number
}

/** Everything that a user's downloads brought, in the order of the transactions' ids. */
export const transactionRuns = (world: World, accounts: readonly Account[]): TransactionRun[] =>
  accounts
    .flatMap((account) => {
      const ledger = ledgerOf(world, account)
      if (ledger === undefined) return []
      return account.slices.map((slice) => ({
        account,
        slice,
        ledger: slice.own === undefined ? ledger : ledgerOfBookings(ledger.accountKey, slice.own.bookings),
        from: slice.from,
        to: slice.to,
      }))
    })
    .sort((a, b) => a.slice.firstId - b.slice.firstId)

export const ledgerOf = (world: World, account: Account): Ledger | undefined =>
  world.ledgers.book(world.library.persona(account.persona))?.ledgers[account.personaAccount]

export const transactionAt = ({ account, slice, ledger }: TransactionRun, index: number): Transaction => {
  const booking = ledger.bookings[index]
  if (booking === undefined) throw new RangeError(`no booking ${index} in ${ledger.accountKey}`)
  return {
    id: slice.firstId + index - slice.from,
    accountId: account.id,
    booking,
    importedAt: slice.importedAt,
    categoryId: slice.isCategorized ? booking.categoryId : undefined,
    mark: slice.own?.mark,
  }
}

/** The transaction of a user, or undefined; another user's does not exist for this one. */
export const transactionOf = (world: World, user: User, id: number): Transaction | undefined => {
  const run = transactionRuns(world, world.accounts.of(user.key)).find(
    ({ slice }) => id >= slice.firstId && id < slice.firstId + slice.to - slice.from,
  )
  return run === undefined ? undefined : transactionAt(run, run.slice.from + id - run.slice.firstId)
}

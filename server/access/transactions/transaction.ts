import type { Booking } from '../../bank/booking.ts'
import { createLedger, type Ledger } from '../../bank/ledger.ts'
import type { World } from '../../world/world.ts'
import type { Account, TransactionSlice } from '../accounts/account.ts'
import { notFound } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { AccountChanges, TransactionChange } from './changes.ts'

/** An imported transaction: the bank's booking, the time of its download, and the user's changes. */
export interface Transaction extends TransactionFlags {
  id: number
  accountId: number
  booking: Booking
  importedAt: number
  /** Undefined before the categorisation, or without a category. */
  categoryId: number | undefined
  labelIds: readonly number[]
}

/** The flags that lists filter by without checking each transaction. */
export interface TransactionFlags {
  isNew: boolean
  isPotentialDuplicate: boolean
  isAdjustingEntry: boolean
}

/** A run of transactions of one account: those of `slice` from booking `from` up to, but not including, `to`. */
export interface TransactionRun {
  account: Account
  slice: TransactionSlice
  /** The ledger of the bookings: the bank's, or one of the slice alone. */
  ledger: Ledger
  changes: AccountChanges | undefined
  from: number
  to: number
}

/** Returns the downloaded transactions of accounts, in the order of their ids. */
export const transactionRuns = (world: World, accounts: readonly Account[]): TransactionRun[] =>
  accounts
    .flatMap((account) => {
      const ledger = findLedger(world, account)
      if (ledger === undefined) return []
      const changes = world.transactionChanges.of(account.id)
      return account.slices.map((slice) => ({
        account,
        slice,
        ledger: slice.own === undefined ? ledger : createLedger(ledger.accountKey, slice.own.bookings),
        changes,
        from: slice.from,
        to: slice.to,
      }))
    })
    .sort((a, b) => a.slice.firstId - b.slice.firstId)

const findLedger = (world: World, account: Account): Ledger | undefined =>
  world.ledgers.book(world.library.persona(account.persona))?.ledgers[account.personaAccount]

/** Returns the transaction at an index of its ledger. Throws if the ledger has no such booking. */
export const transactionAt = (run: TransactionRun, index: number): Transaction => {
  const { account, slice, ledger, changes } = run
  const booking = ledger.bookings[index]
  if (booking === undefined) throw new RangeError(`no booking ${index} in ${ledger.accountKey}`)
  const id = slice.firstId + index - slice.from
  const change = changes?.get(id)
  return {
    id,
    accountId: account.id,
    booking,
    importedAt: slice.importedAt,
    categoryId: changedCategory(change, slice.isCategorized ? booking.categoryId : undefined),
    labelIds: change?.labelIds ?? [],
    ...readFlags(slice, change),
  }
}

/** Returns the flags of a transaction of the slice, with or without a change. */
export const readFlags = ({ own }: TransactionSlice, change: TransactionChange | undefined): TransactionFlags => ({
  isNew: change?.isNew ?? true,
  isPotentialDuplicate: change?.isPotentialDuplicate ?? own?.mark === 'potential-duplicate',
  isAdjustingEntry: own?.mark === 'adjusting-entry',
})

const changedCategory = (change: TransactionChange | undefined, delivered: number | undefined): number | undefined =>
  change?.categoryId === undefined ? delivered : (change.categoryId ?? undefined)

/** Returns a transaction of the user; undefined for another user's transaction too. */
export const findTransaction = (world: World, user: User, id: number): Transaction | undefined => {
  const run = transactionRuns(world, world.accounts.of(user.key)).find(
    ({ slice }) => id >= slice.firstId && id < slice.firstId + slice.to - slice.from,
  )
  return run === undefined ? undefined : transactionAt(run, run.slice.from + id - run.slice.firstId)
}

/** Returns a transaction of the user. Throws UNKNOWN_ENTITY (404). */
export const requireTransaction = (world: World, user: User, id: number): Transaction => {
  const transaction = findTransaction(world, user, id)
  if (transaction === undefined) throw notFound()
  return transaction
}

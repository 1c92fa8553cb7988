import type { PersonaAccount } from '../../../scenarios/types.ts'
import type { Booking } from '../../bank/booking.ts'
import type { Day } from '../../core/days.ts'
import type { BankingInterface } from '../banks/bank.ts'

export type AccountType = PersonaAccount['type']

export type AccountStatus = 'UPDATED' | 'UPDATED_FIXED' | 'DOWNLOAD_IN_PROGRESS' | 'DOWNLOAD_FAILED' | 'DEPRECATED'

/** An imported account. Money is whole cents, times are milliseconds since 1970. */
export interface Account {
  id: number
  userKey: string
  connectionId: number
  /** Whose account it is at the bank: a persona's, counted from 0. */
  persona: string
  personaAccount: number
  name: string
  type: AccountType
  /** Only payment and savings accounts have one. */
  iban: string | undefined
  accountNumber: string
  holderName: string
  currency: string
  /** Undefined until the first download is done. */
  balance: number | undefined
  overdraftLimit: number | undefined
  isNew: boolean
  interfaces: AccountInterface[]
  /** The transactions that were downloaded: a slice of the bank's ledger for each download, and slices of its own. */
  slices: TransactionSlice[]
  /** How many bookings of the bank's ledger the downloads have dealt with; undefined until one brought transactions. */
  knownTo: number | undefined
  /** By how many cents the bank's balance differs from that of its ledger. */
  deviation: number
  /** The movements that the bank announced at the last download but had not booked; undefined if there were none. */
  announced: AnnouncedTransactions | undefined
}

export interface AccountInterface {
  interface: BankingInterface
  status: AccountStatus
  lastSuccessfulUpdate: number | undefined
  lastUpdateAttempt: number | undefined
}

/**
 * A run of the bank's bookings, as one download brought them: booking `from + i` is the transaction `firstId + i`.
 * Bookings are shared by all imports of a persona, so an account with 1,500 transactions costs no more than this.
 */
export interface TransactionSlice {
  firstId: number
  from: number
  to: number
  importedAt: number
  isCategorized: boolean
  /** Bookings that only this account has, in place of those of the ledger; undefined for a run of the ledger. */
  own: OwnBookings | undefined
}

/** What finAPI can say of transactions; those of a slice are all alike. */
export type TransactionMark = 'adjusting-entry' | 'potential-duplicate'

export interface OwnBookings {
  mark: TransactionMark | undefined
  /** Ascending by day. */
  bookings: readonly Booking[]
}

/** What the bank announced on a day; the movements have consecutive ids. */
export interface AnnouncedTransactions {
  firstId: number
  day: Day
  importedAt: number
}

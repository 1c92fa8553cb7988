import type { BankingInterface, PersonaAccount } from '../../../scenarios/types.ts'
import type { Booking } from '../../bank/booking.ts'
import { defineCollection } from '../../core/collection.ts'
import type { Day } from '../../core/days.ts'

/** finAPI's account types. `Pocket` exists only where a client set it. */
export type AccountType = PersonaAccount['type'] | 'Pocket'

export type AccountStatus = 'UPDATED' | 'UPDATED_FIXED' | 'DOWNLOAD_IN_PROGRESS' | 'DOWNLOAD_FAILED' | 'DEPRECATED'

/** An imported account. Money is whole cents, times are milliseconds since 1970. */
export interface Account {
  id: number
  userKey: string
  connectionId: number
  /** The account at the bank: the persona, and the number of its account, counted from 0. */
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
  /** Bookings that only this account has; undefined for a run of the bank's ledger. */
  own: OwnBookings | undefined
}

/** finAPI's remark about transactions; those of a slice are all alike. */
export type TransactionMark = 'adjusting-entry' | 'potential-duplicate'

export interface OwnBookings {
  mark: TransactionMark | undefined
  /** Ascending by day. */
  bookings: readonly Booking[]
}

/** The movements that the bank announced on a day; they have consecutive ids. */
export interface AnnouncedTransactions {
  firstId: number
  day: Day
  importedAt: number
}

export const accountStore = defineCollection({
  key: ({ id }: Account) => id,
  owner: ({ userKey }) => userKey,
  firstId: 6_587_001,
})

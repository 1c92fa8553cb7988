import type { BankingInterface, PersonaAccount } from '../../../scenarios/types.ts'
import { type Booking, bookingShape } from '../../bank/booking.ts'
import { defineCollection } from '../../core/collection.ts'
import type { Day } from '../../core/days.ts'
import { cents, day, flag, id, list, moment, object, oneOf, optional, refine, text, whole } from '../../core/shape.ts'
import { bankingInterface } from '../../sca/challenge.ts'

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
  /** Undefined unless it is a payment or savings account. */
  iban: string | undefined
  accountNumber: string
  holderName: string
  currency: string
  /** Undefined until the first download is done. */
  balance: number | undefined
  overdraftLimit: number | undefined
  isNew: boolean
  interfaces: AccountInterface[]
  /** The downloaded transactions: a slice of the bank's ledger for each download, and slices of own bookings. */
  slices: TransactionSlice[]
  /** The length of the bank's ledger at the last download of transactions; undefined before the first. */
  knownTo: number | undefined
  /** The difference between the bank's balance and that of its ledger, in cents. */
  deviation: number
  /** The bookings that the bank announced at the last download; undefined if there were none. */
  announced: AnnouncedTransactions | undefined
}

/** The status of an account in an interface of its bank connection. */
export interface AccountInterface {
  interface: BankingInterface
  status: AccountStatus
  lastSuccessfulUpdate: number | undefined
  lastUpdateAttempt: number | undefined
}

/**
 * The bookings of one download: booking `from + i` is the transaction `firstId + i`. Bookings are shared by all imports
 * of a persona, so an account with 1,500 transactions needs no more memory than this.
 */
export interface TransactionSlice {
  firstId: number
  from: number
  to: number
  importedAt: number
  isCategorized: boolean
  /** The bookings of this account alone; undefined for a slice of the bank's ledger. */
  own: OwnBookings | undefined
}

/** finAPI's mark of transactions; the same for all of a slice. */
export type TransactionMark = 'adjusting-entry' | 'potential-duplicate'

/** Bookings of one account that are not in the bank's ledger, or repeat some of it. */
export interface OwnBookings {
  mark: TransactionMark | undefined
  /** Ascending by day. */
  bookings: readonly Booking[]
}

/** The bookings that the bank announced on a day; they have consecutive ids. */
export interface AnnouncedTransactions {
  firstId: number
  day: Day
  importedAt: number
}

const transactionSlice = refine(
  object<TransactionSlice>({
    firstId: id,
    from: whole(),
    to: whole(),
    importedAt: moment,
    isCategorized: flag,
    own: optional(
      object<OwnBookings>({
        mark: optional(oneOf('adjusting-entry', 'potential-duplicate')),
        bookings: list(bookingShape),
      }),
    ),
  }),
  ({ from, to, own }) => from <= to && (own === undefined || to <= own.bookings.length),
  'a part of its bookings, with from at most to',
)

export const accountStore = defineCollection({
  key: ({ id }: Account) => id,
  owner: ({ userKey }) => userKey,
  firstId: 6_587_001,
  shape: object<Account>({
    id,
    userKey: text,
    connectionId: id,
    persona: text,
    personaAccount: whole(),
    name: text,
    type: oneOf('Checking', 'Savings', 'CreditCard', 'Security', 'Loan', 'Membership', 'Bausparen', 'Pocket'),
    iban: optional(text),
    accountNumber: text,
    holderName: text,
    currency: text,
    balance: optional(cents),
    overdraftLimit: optional(cents),
    isNew: flag,
    interfaces: list(
      object<AccountInterface>({
        interface: bankingInterface,
        status: oneOf('UPDATED', 'UPDATED_FIXED', 'DOWNLOAD_IN_PROGRESS', 'DOWNLOAD_FAILED', 'DEPRECATED'),
        lastSuccessfulUpdate: optional(moment),
        lastUpdateAttempt: optional(moment),
      }),
    ),
    slices: list(transactionSlice),
    knownTo: optional(whole()),
    deviation: cents,
    announced: optional(object<AnnouncedTransactions>({ firstId: id, day, importedAt: moment })),
  }),
  requires: (accounts: readonly Account[]) => ({
    personas: accounts.map(({ persona }) => persona),
    bookings: accounts.flatMap(({ persona, personaAccount: account, knownTo = 0, slices }) => {
      const count = slices.reduce((most, { own, to }) => (own === undefined ? Math.max(most, to) : most), knownTo)
      return count === 0 ? [] : [{ persona, account, count }]
    }),
  }),
})

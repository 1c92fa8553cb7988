import type { Persona } from '../../scenarios/types.ts'
import { addDays, addMonths, type Day, makeDay, yearOf } from '../core/days.ts'
import { createRandom } from '../core/random.ts'
import { addBankingDays } from './banking-days.ts'
import { type Booking, isAnnounced } from './booking.ts'
import { createMonthWriter, type MonthWriter } from './ledger-month.ts'
import { planLedgers, toCents } from './ledger-plan.ts'

export type { Booking } from './booking.ts'

/** All bookings of one account since the first day of its ledger book, in whole cents, ascending by day. */
export interface Ledger {
  /** Persona and account number; the same for every import. */
  readonly accountKey: string
  /** The balance before the first booking. */
  readonly openingBalance: number
  readonly bookings: readonly Booking[]
  /** sums[i] is the sum of the amounts of bookings[0] to bookings[i - 1]. */
  readonly sums: readonly number[]
  /** As `sums`, of amounts of zero or more only. */
  readonly incomeSums: readonly number[]
  /** As `sums`, of negative amounts only. */
  readonly spendingSums: readonly number[]
}

interface GrowingLedger extends Ledger {
  readonly bookings: Booking[]
  readonly sums: number[]
  readonly incomeSums: number[]
  readonly spendingSums: number[]
}

/** The ledgers of a persona. They are computed from seed, persona and days, so snapshots do not contain them. */
export interface LedgerBook {
  readonly persona: Persona
  readonly seed: string
  /** The first day that is covered. */
  readonly from: Day
  /** The last day that is covered. */
  through: Day
  /** In the order of the persona's accounts. */
  readonly ledgers: readonly GrowingLedger[]
}

/** The most bookings that a bank announces per account. */
const MAX_PENDING = 5

/**
 * Returns the first day of a ledger: the January of a decade that leaves at least three years of history, or, for a
 * persona with too many bookings for that, the January of the year before last; or the first of the month that is the
 * given number of months ago.
 */
export const ledgerStart = (through: Day, history: Persona['history'] = 'decade'): Day => {
  if (typeof history === 'number') return addMonths(firstOfMonth(through), -history)
  if (history === 'recent') return makeDay(yearOf(through) - 2, 1, 1)
  return makeDay(Math.floor((yearOf(through) - 3) / 10) * 10, 1, 1)
}

/** The years that a ledger book covers at most, and those of a persona with thousands of bookings a month. */
const MAX_YEARS = 30
const MAX_RECENT_YEARS = 10

/**
 * Returns the last day of a ledger that begins on a day. A bank books nothing after it, so that a clock which is set
 * far ahead costs neither minutes nor all the memory.
 */
export const ledgerEnd = (from: Day, history: Persona['history']): Day =>
  addDays(addMonths(from, 12 * (history === 'recent' ? MAX_RECENT_YEARS : MAX_YEARS)), -1)

/** Generates the ledgers of all accounts of a persona up to and including a day, or the last day of the book. */
export const createLedgers = (
  persona: Persona,
  seed: string,
  through: Day,
  from: Day = ledgerStart(through, persona.history),
): LedgerBook => {
  const ledgers = persona.accounts.map((account) =>
    emptyLedger(`${persona.name}/${account.accountNumber}`, toCents(account.openingBalance)),
  )
  const last = earlier(through, ledgerEnd(from, persona.history))
  const book: LedgerBook = { persona, seed, from, through: last, ledgers }
  append(book, '', last)
  return book
}

/**
 * Appends the bookings of the days after `book.through` up to and including a later day; the bookings before keep
 * their index, because worlds share a ledger. An earlier day changes nothing, and no day after the end is covered.
 */
export const extendLedgers = (book: LedgerBook, through: Day): void => {
  const last = earlier(through, ledgerEnd(book.from, book.persona.history))
  if (last <= book.through) return
  append(book, book.through, last)
  book.through = last
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** Creates a ledger of these bookings only, which must be ascending by day. */
export const createLedger = (accountKey: string, bookings: readonly Booking[]): Ledger => {
  const ledger = emptyLedger(accountKey, 0)
  for (const booking of bookings) push(ledger, booking)
  return ledger
}

/** Returns the index of the first booking on or after a day; the number of bookings if there is none. */
export const indexOfDay = (ledger: Ledger, day: Day): number => {
  let low = 0
  let high = ledger.bookings.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const booking = ledger.bookings[middle]
    if (booking !== undefined && booking.day < day) low = middle + 1
    else high = middle
  }
  return low
}

/** Returns the balance in whole cents after the first `count` bookings. */
export const balanceAfter = (ledger: Ledger, count: number): number => ledger.openingBalance + (ledger.sums[count] ?? 0)

/**
 * Returns the bookings that the bank announces on a day: the first ones of the next four banking days that banks know
 * in advance, at most five, ascending by day; none after the last day of the book.
 */
export const pendingBookings = (book: LedgerBook, accountIndex: number, today: Day): Booking[] => {
  const horizon = earlier(addBankingDays(today, 4), ledgerEnd(book.from, book.persona.history))
  const writer = createWriter(book)
  const pending: Booking[] = []
  for (let month = firstOfMonth(today); month <= horizon; month = addMonths(month, 1)) {
    for (const booking of writer.write(month)[accountIndex] ?? []) {
      if (booking.day > today && booking.day <= horizon && isAnnounced(booking)) pending.push(booking)
    }
  }
  return pending.slice(0, MAX_PENDING)
}

/** Appends the bookings of the days after `after` (or from the first day of the book) through a day. */
const append = (book: LedgerBook, after: Day, through: Day): void => {
  const writer = createWriter(book)
  for (let month = firstOfMonth(after || book.from); month <= through; month = addMonths(month, 1)) {
    for (const [accountIndex, bookings] of writer.write(month).entries()) {
      const ledger = book.ledgers[accountIndex]
      if (ledger === undefined) continue
      for (const booking of bookings) {
        if (booking.day > after && booking.day <= through) push(ledger, booking)
      }
    }
  }
}

const emptyLedger = (accountKey: string, openingBalance: number): GrowingLedger => ({
  accountKey,
  openingBalance,
  bookings: [],
  sums: [0],
  incomeSums: [0],
  spendingSums: [0],
})

const push = (ledger: GrowingLedger, booking: Booking): void => {
  const { amount } = booking
  const count = ledger.bookings.length
  ledger.bookings.push(booking)
  ledger.sums.push((ledger.sums[count] ?? 0) + amount)
  ledger.incomeSums.push((ledger.incomeSums[count] ?? 0) + Math.max(amount, 0))
  ledger.spendingSums.push((ledger.spendingSums[count] ?? 0) + Math.min(amount, 0))
}

const createWriter = ({ persona, seed }: LedgerBook): MonthWriter =>
  createMonthWriter(planLedgers(persona), createRandom(seed).fork(persona.name))

const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`

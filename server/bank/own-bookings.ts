import type { ExtraBooking } from '../../scenarios/types.ts'
import { addDays, type Day } from '../core/days.ts'
import type { Booking, BookingText } from './booking.ts'
import { BOOKING_TEXTS } from './booking.ts'
import { toCents } from './ledger-plan.ts'

const NO_TEXT: Partial<BookingText> = {}

/** Creates the booking that finAPI adds if balance and transactions of the bank do not add up. */
export const adjustingEntry = (amount: number, day: Day, currency: string): Booking =>
  makeBooking({ amount, day, currency, purpose: 'Zwischensaldo', counterpartName: undefined }, NO_TEXT)

/** Creates the bookings that a scenario adds to the persona's, ascending by day. */
export const extraBookings = (extras: readonly ExtraBooking[], today: Day, currency: string): Booking[] =>
  extras
    .map(({ inDays, amount, purpose, counterpart }) => {
      const cents = toCents(amount)
      const text = BOOKING_TEXTS.transfer[cents < 0 ? 'debit' : 'credit']
      const day = addDays(today, inDays)
      return makeBooking({ amount: cents, day, currency, purpose, counterpartName: counterpart }, text)
    })
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))

const makeBooking = (
  known: Pick<Booking, 'amount' | 'day' | 'currency' | 'purpose' | 'counterpartName'>,
  text: Partial<BookingText>,
): Booking => ({
  ...known,
  valueDay: known.day,
  counterpartIban: undefined,
  counterpartBic: undefined,
  counterpartBlz: undefined,
  counterpartBankName: undefined,
  counterpartAccountNumber: undefined,
  mandateReference: undefined,
  creditorId: undefined,
  customerReference: undefined,
  endToEndReference: undefined,
  type: text.type,
  typeCodeZka: text.typeCodeZka,
  typeCodeSwift: text.typeCodeSwift,
  sepaPurposeCode: text.sepaPurposeCode,
  bankTransactionCode: text.bankTransactionCode,
  primanota: text.primanota,
  categoryId: undefined,
})

import type { Method } from '../../scenarios/types.ts'
import type { Day } from '../core/days.ts'
import { cents, day, id, object, optional, text as textShape } from '../core/shape.ts'

/** A booking as the bank delivers it. Immutable and shared by every import of the same persona. */
export interface Booking {
  readonly day: Day
  readonly valueDay: Day
  /** Whole cents, negative for spending. */
  readonly amount: number
  readonly currency: string
  readonly purpose: string | undefined
  readonly counterpartName: string | undefined
  readonly counterpartIban: string | undefined
  readonly counterpartBic: string | undefined
  readonly counterpartBlz: string | undefined
  readonly counterpartBankName: string | undefined
  readonly counterpartAccountNumber: string | undefined
  readonly mandateReference: string | undefined
  readonly creditorId: string | undefined
  readonly customerReference: string | undefined
  readonly endToEndReference: string | undefined
  /** The booking text of a German bank, such as `SEPA-Lastschrift`; finAPI's own bookings have no text and no codes. */
  readonly type: string | undefined
  /** The business transaction code (GVC) of the German banks, three digits. */
  readonly typeCodeZka: string | undefined
  /** The transaction type of MT940 field 61. */
  readonly typeCodeSwift: string | undefined
  /** The purpose code of ISO 20022, four letters. */
  readonly sepaPurposeCode: string | undefined
  /** Domain, family and sub-family of ISO 20022. */
  readonly bankTransactionCode: string | undefined
  readonly primanota: string | undefined
  readonly categoryId: number | undefined
}

export const bookingShape = object<Booking>({
  day,
  valueDay: day,
  amount: cents,
  currency: textShape,
  purpose: optional(textShape),
  counterpartName: optional(textShape),
  counterpartIban: optional(textShape),
  counterpartBic: optional(textShape),
  counterpartBlz: optional(textShape),
  counterpartBankName: optional(textShape),
  counterpartAccountNumber: optional(textShape),
  mandateReference: optional(textShape),
  creditorId: optional(textShape),
  customerReference: optional(textShape),
  endToEndReference: optional(textShape),
  type: optional(textShape),
  typeCodeZka: optional(textShape),
  typeCodeSwift: optional(textShape),
  sepaPurposeCode: optional(textShape),
  bankTransactionCode: optional(textShape),
  primanota: optional(textShape),
  categoryId: optional(id),
})

/** The texts and codes that a bank puts on one kind of booking. */
export interface BookingText {
  readonly type: string
  readonly typeCodeZka: string
  readonly typeCodeSwift: string
  readonly sepaPurposeCode: string | undefined
  readonly bankTransactionCode: string
  readonly primanota: string
}

const text = (
  type: string,
  typeCodeZka: string,
  typeCodeSwift: string,
  sepaPurposeCode: string | undefined,
  bankTransactionCode: string,
  primanota: string,
): BookingText => ({ type, typeCodeZka, typeCodeSwift, sepaPurposeCode, bankTransactionCode, primanota })

const CREDIT = text('Überweisungsgutschrift', '166', 'NTRF', undefined, 'PMNT-RCDT-ESCT', '0931')

/**
 * The statement texts of each method of payment, for outgoing (debit) and incoming (credit) money. Codes: GVC list
 * of the German banks (DFÜ agreement, annex 3), MT940 transaction types, ISO 20022 external code sets.
 */
export const BOOKING_TEXTS: Readonly<Record<Method, { readonly debit: BookingText; readonly credit: BookingText }>> = {
  transfer: { debit: text('Überweisungsauftrag', '116', 'NTRF', undefined, 'PMNT-ICDT-ESCT', '0835'), credit: CREDIT },
  'standing-order': { debit: text('Dauerauftrag', '117', 'NSTO', undefined, 'PMNT-ICDT-STDO', '0804'), credit: CREDIT },
  'direct-debit': {
    debit: text('SEPA-Lastschrift', '105', 'NDDT', undefined, 'PMNT-RDDT-ESDD', '0712'),
    credit: text('Lastschrift-Rückgabe', '159', 'NRTI', undefined, 'PMNT-RDDT-PRDD', '0713'),
  },
  card: {
    debit: text('Kartenzahlung', '106', 'NMSC', 'CDCP', 'PMNT-CCRD-POSD', '0660'),
    credit: text('Kartengutschrift', '106', 'NMSC', 'CDCP', 'PMNT-CCRD-RIMB', '0661'),
  },
  cash: {
    debit: text('Bargeldauszahlung', '083', 'NMSC', 'CDCB', 'PMNT-CCRD-CWDL', '0420'),
    credit: text('Bargeldeinzahlung', '082', 'NMSC', undefined, 'PMNT-CNTR-CDPT', '0421'),
  },
  salary: {
    debit: text('Gehaltsrückforderung', '116', 'NTRF', 'SALA', 'PMNT-ICDT-SALA', '0951'),
    credit: text('Gehalt/Rente', '153', 'NTRF', 'SALA', 'PMNT-RCDT-SALA', '0950'),
  },
  interest: {
    debit: text('Zinsbelastung', '814', 'NINT', undefined, 'ACMT-MDOP-INTR', '0070'),
    credit: text('Zinsgutschrift', '814', 'NINT', undefined, 'ACMT-MCOP-INTR', '0070'),
  },
  dividend: {
    debit: text('Wertpapierabrechnung', '833', 'NSEC', undefined, 'SECU-SETT-TRAD', '0215'),
    credit: text('Dividende', '833', 'NDIV', undefined, 'SECU-CORP-DVCA', '0216'),
  },
  fee: {
    debit: text('Entgeltabschluss', '808', 'NCHG', undefined, 'ACMT-MDOP-CHRG', '0071'),
    credit: text('Entgelterstattung', '808', 'NCHG', undefined, 'ACMT-MCOP-CHRG', '0071'),
  },
}

const ANNOUNCED_METHODS: readonly Method[] = ['standing-order', 'direct-debit', 'card', 'salary']
const ANNOUNCED_TYPES: ReadonlySet<string | undefined> = new Set(
  ANNOUNCED_METHODS.flatMap((method) => [BOOKING_TEXTS[method].debit.type, BOOKING_TEXTS[method].credit.type]),
)

/** Returns true for the kinds that a bank announces before they are booked: orders, direct debits, card payments. */
export const isAnnounced = (booking: Booking): boolean => ANNOUNCED_TYPES.has(booking.type)

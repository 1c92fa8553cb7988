import type { Booking } from '../../../bank/booking.ts'
import type { World } from '../../../world/world.ts'
import type { PendingTransaction } from '../../pending-transactions/pending-transaction.ts'
import type { Transaction } from '../../transactions/transaction.ts'
import { amount, offsetTime } from '../common.ts'
import type { Schemas } from './schemas.ts'

export const presentTransaction = (world: World, transaction: Transaction): Schemas['Transaction'] => {
  const { booking } = transaction
  return {
    id: transaction.id,
    accountId: transaction.accountId,
    valueDate: booking.valueDay,
    bankBookingDate: booking.day,
    finapiBookingDate: booking.day,
    amount: amount(booking.amount),
    currency: currencyOf(booking),
    purpose: booking.purpose,
    counterpartName: booking.counterpartName,
    counterpartAccountNumber: booking.counterpartAccountNumber,
    counterpartIban: booking.counterpartIban,
    counterpartBlz: booking.counterpartBlz,
    counterpartBic: booking.counterpartBic,
    counterpartBankName: booking.counterpartBankName,
    counterpartMandateReference: booking.mandateReference,
    counterpartCustomerReference: booking.customerReference,
    counterpartCreditorId: booking.creditorId,
    type: booking.type,
    typeCodeZka: booking.typeCodeZka,
    typeCodeSwift: booking.typeCodeSwift,
    sepaPurposeCode: booking.sepaPurposeCode,
    bankTransactionCode: booking.bankTransactionCode,
    primanota: booking.primanota,
    category: presentCategory(world, transaction.categoryId),
    labels: [],
    isPotentialDuplicate: transaction.mark === 'potential-duplicate',
    isAdjustingEntry: transaction.mark === 'adjusting-entry',
    isNew: true,
    importDate: offsetTime(transaction.importedAt),
    endToEndReference: booking.endToEndReference,
  }
}

/** v2 names the fields of what is still to come otherwise than those of what is booked. */
export const presentPendingTransaction = ({
  id,
  accountId,
  booking,
  importedAt,
}: PendingTransaction): Schemas['PendingTransaction'] => ({
  id,
  accountId,
  importDate: offsetTime(importedAt),
  valueDate: booking.valueDay,
  bankBookingDate: booking.day,
  amount: amount(booking.amount),
  currency: currencyOf(booking),
  purpose: booking.purpose,
  counterpartyName: booking.counterpartName,
  counterpartyIban: booking.counterpartIban,
  counterpartyAccountNumber: booking.counterpartAccountNumber,
  counterpartyBlz: booking.counterpartBlz,
  counterpartyBic: booking.counterpartBic,
  counterpartyBankName: booking.counterpartBankName,
  counterpartyMandateReference: booking.mandateReference,
  counterpartyCustomerReference: booking.customerReference,
  counterpartyCreditorId: booking.creditorId,
  endToEndId: booking.endToEndReference,
  type: booking.type,
  typeCodeZka: booking.typeCodeZka,
  typeCodeSwift: booking.typeCodeSwift,
  sepaPurposeCode: booking.sepaPurposeCode,
  bankTransactionCode: booking.bankTransactionCode,
  primanota: booking.primanota,
})

const presentCategory = (world: World, id: number | undefined): Schemas['Category'] | undefined => {
  const category = id === undefined ? undefined : world.library.category(id)
  if (category === undefined) return undefined
  const parent = category.parent === undefined ? undefined : world.library.category(category.parent)
  return { id: category.id, name: category.name, parentId: parent?.id, parentName: parent?.name, isCustom: false }
}

/** Personas may be paid in any currency that finAPI lists; the files are checked for that when they are embedded. */
const currencyOf = (booking: Booking): Schemas['Currency'] => booking.currency as Schemas['Currency']

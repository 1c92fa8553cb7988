import type { Day } from '../../../core/days.ts'
import type { World } from '../../../world/world.ts'
import type { Transaction } from '../../transactions/transaction.ts'
import { amount, localTime } from '../common.ts'
import type { Schemas } from './schemas.ts'

/** v1 sends days in the form of a moment. */
const atMidnight = (day: Day): string => `${day} 00:00:00.000`

export const presentTransaction = (world: World, transaction: Transaction): Schemas['Transaction'] => {
  const { booking } = transaction
  return {
    id: transaction.id,
    parentId: null,
    accountId: transaction.accountId,
    valueDate: atMidnight(booking.valueDay),
    bankBookingDate: atMidnight(booking.day),
    finapiBookingDate: atMidnight(booking.day),
    amount: amount(booking.amount),
    currency: booking.currency as Schemas['Currency'],
    purpose: booking.purpose ?? null,
    counterpartName: booking.counterpartName ?? null,
    counterpartAccountNumber: booking.counterpartAccountNumber ?? null,
    counterpartIban: booking.counterpartIban ?? null,
    counterpartBlz: booking.counterpartBlz ?? null,
    counterpartBic: booking.counterpartBic ?? null,
    counterpartBankName: booking.counterpartBankName ?? null,
    counterpartMandateReference: booking.mandateReference ?? null,
    counterpartCustomerReference: booking.customerReference ?? null,
    counterpartCreditorId: booking.creditorId ?? null,
    counterpartDebitorId: null,
    type: booking.type ?? null,
    typeCodeZka: booking.typeCodeZka ?? null,
    typeCodeSwift: booking.typeCodeSwift ?? null,
    sepaPurposeCode: booking.sepaPurposeCode ?? null,
    bankTransactionCode: booking.bankTransactionCode ?? null,
    primanota: booking.primanota ?? null,
    category: presentCategory(world, transaction.categoryId),
    labels: [],
    isPotentialDuplicate: transaction.mark === 'potential-duplicate',
    isAdjustingEntry: transaction.mark === 'adjusting-entry',
    isNew: true,
    importDate: localTime(transaction.importedAt),
    children: null,
    paypalData: null,
    endToEndReference: booking.endToEndReference ?? null,
    compensationAmount: null,
    originalAmount: null,
    originalCurrency: null,
    differentDebitor: null,
    differentCreditor: null,
  }
}

const presentCategory = (world: World, id: number | undefined): Schemas['Category'] | null => {
  const category = id === undefined ? undefined : world.library.category(id)
  if (category === undefined) return null
  const parent = category.parent === undefined ? undefined : world.library.category(category.parent)
  return {
    id: category.id,
    name: category.name,
    parentId: parent?.id ?? null,
    parentName: parent?.name ?? null,
    isCustom: false,
    children: null,
  }
}

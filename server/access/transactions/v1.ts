import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { World } from '../../world/world.ts'
import { readCurrency } from '../currency.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { type Loose, writeAmount, writeLocalDay, writeLocalTime } from '../wire.ts'
import type { MultipleTransactionsEdit, TransactionEdit } from './edit-transactions.ts'
import type { TransactionPage, TransactionQuery } from './search-transactions.ts'
import type { Transaction } from './transaction.ts'
import { readEdit, readFilters } from './wire.ts'

export const writeTransaction = (transaction: Transaction, world: World): Loose<Schema<'v1', 'Transaction'>> => {
  const { booking } = transaction
  return {
    id: transaction.id,
    parentId: null,
    accountId: transaction.accountId,
    valueDate: writeLocalDay(booking.valueDay),
    bankBookingDate: writeLocalDay(booking.day),
    finapiBookingDate: writeLocalDay(booking.day),
    amount: writeAmount(booking.amount),
    currency: readCurrency(booking),
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
    category: writeCategory(world, transaction.categoryId),
    labels: [],
    isPotentialDuplicate: transaction.isPotentialDuplicate,
    isAdjustingEntry: transaction.isAdjustingEntry,
    isNew: transaction.isNew,
    importDate: writeLocalTime(transaction.importedAt),
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

const writeCategory = (world: World, id: number | undefined): Schema<'v1', 'Category'> | null => {
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

export const readTransactionQuery = ({ query }: WireRequest<'v1', 'getAndSearchAllTransactions'>): TransactionQuery =>
  readFilters(query)

export const writeTransactionPage = (
  { transactions, paging, income, spending, balance }: TransactionPage,
  world: World,
): WireBody<'v1', 'getAndSearchAllTransactions'> => ({
  transactions: transactions.map((transaction) => writeTransaction(transaction, world)),
  paging,
  income: writeAmount(income),
  spending: writeAmount(spending),
  balance: writeAmount(balance),
})

export const readTransactionEdit = ({ body }: WireRequest<'v1', 'editTransaction'>): TransactionEdit => readEdit(body)

export const readMultipleTransactionsEdit = ({
  body,
}: WireRequest<'v1', 'editMultipleTransactions'>): MultipleTransactionsEdit => ({
  ...readEdit(body),
  ids: body.ids,
  accountIds: body.accountIds,
})

export const writeIdentifiers = (identifiers: number[]): WireBody<'v1', 'editMultipleTransactions'> => ({ identifiers })

export const writeTransactions = (
  transactions: readonly Transaction[],
  world: World,
): WireBody<'v1', 'getMultipleTransactions'> => ({
  transactions: transactions.map((transaction) => writeTransaction(transaction, world)),
})

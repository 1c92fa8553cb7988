import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { World } from '../../world/world.ts'
import { readCurrency } from '../currency.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { type Loose, writeAmount, writeOffsetTime } from '../wire.ts'
import type { MultipleTransactionsEdit, TransactionEdit } from './edit-transactions.ts'
import type { TransactionPage, TransactionQuery } from './search-transactions.ts'
import type { Transaction } from './transaction.ts'
import { readEdit, readFilters } from './wire.ts'

export const writeTransaction = (transaction: Transaction, world: World): Loose<Schema<'v2', 'Transaction'>> => {
  const { booking } = transaction
  return {
    id: transaction.id,
    accountId: transaction.accountId,
    valueDate: booking.valueDay,
    bankBookingDate: booking.day,
    finapiBookingDate: booking.day,
    amount: writeAmount(booking.amount),
    currency: readCurrency(booking),
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
    category: writeCategory(world, transaction.categoryId),
    labels: [],
    isPotentialDuplicate: transaction.isPotentialDuplicate,
    isAdjustingEntry: transaction.isAdjustingEntry,
    isNew: transaction.isNew,
    importDate: writeOffsetTime(transaction.importedAt),
    endToEndReference: booking.endToEndReference,
  }
}

const writeCategory = (world: World, id: number | undefined): Loose<Schema<'v2', 'Category'>> | undefined => {
  const category = id === undefined ? undefined : world.library.category(id)
  if (category === undefined) return undefined
  const parent = category.parent === undefined ? undefined : world.library.category(category.parent)
  return { id: category.id, name: category.name, parentId: parent?.id, parentName: parent?.name, isCustom: false }
}

export const readTransactionQuery = ({ query }: WireRequest<'v2', 'getAndSearchAllTransactions'>): TransactionQuery =>
  readFilters(query)

export const writeTransactionPage = (
  { transactions, paging, income, spending, balance }: TransactionPage,
  world: World,
): WireBody<'v2', 'getAndSearchAllTransactions'> => ({
  transactions: transactions.map((transaction) => writeTransaction(transaction, world)),
  paging,
  income: writeAmount(income),
  spending: writeAmount(spending),
  balance: writeAmount(balance),
})

export const readTransactionEdit = ({ body }: WireRequest<'v2', 'editTransaction'>): TransactionEdit => readEdit(body)

export const readMultipleTransactionsEdit = ({
  body,
}: WireRequest<'v2', 'editMultipleTransactions'>): MultipleTransactionsEdit => ({
  ...readEdit(body),
  ids: body.ids,
  accountIds: body.accountIds,
})

export const writeIdentifiers = (identifiers: number[]): WireBody<'v2', 'editMultipleTransactions'> => ({ identifiers })

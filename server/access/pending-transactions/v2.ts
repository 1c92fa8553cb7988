import { readCurrency } from '../currency.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { readOrder, readPage, writeAmount, writeOffsetTime } from '../wire.ts'
import {
  PENDING_ORDER_FIELDS,
  type PendingTransaction,
  type PendingTransactionPage,
  type PendingTransactionQuery,
} from './pending-transaction.ts'

export const readPendingTransactionQuery = ({
  query = {},
}: WireRequest<'v2', 'getAndSearchAllPendingTransactions'>): PendingTransactionQuery => ({
  ...readPage(query),
  ids: query.ids,
  accountIds: query.accountIds,
  order: readOrder(query.order, PENDING_ORDER_FIELDS),
})

/** Writes a pending transaction, whose fields have other names in v2 than those of a booked one. */
export const writePendingTransaction = ({
  id,
  accountId,
  booking,
  importedAt,
}: PendingTransaction): WireBody<'v2', 'getPendingTransaction'> => ({
  id,
  accountId,
  importDate: writeOffsetTime(importedAt),
  valueDate: booking.valueDay,
  bankBookingDate: booking.day,
  amount: writeAmount(booking.amount),
  currency: readCurrency(booking),
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

export const writePendingTransactionPage = ({
  transactions,
  paging,
}: PendingTransactionPage): WireBody<'v2', 'getAndSearchAllPendingTransactions'> => ({
  pendingTransactions: transactions.map(writePendingTransaction),
  paging,
})

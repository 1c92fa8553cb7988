import { readCents, readDay, readOrder, readPage, writeAmount } from '../wire.ts'
import { DAILY_BALANCE_ORDER_FIELDS, type DailyBalance, type DailyBalanceQuery } from './daily-balances.ts'
import type { AccountQuery } from './search-accounts.ts'

interface CommonFilters {
  ids?: number[]
  search?: string
  bankConnectionIds?: number[]
  minLastSuccessfulUpdate?: string
  maxLastSuccessfulUpdate?: string
  minBalance?: number
  maxBalance?: number
}

/** Reads the filters whose names are the same in both versions. */
export const readCommonFilters = (query: CommonFilters): Omit<AccountQuery, 'accountTypes'> => ({
  ids: query.ids,
  search: query.search,
  connectionIds: query.bankConnectionIds,
  minLastSuccessfulUpdate: readDay('minLastSuccessfulUpdate', query.minLastSuccessfulUpdate),
  maxLastSuccessfulUpdate: readDay('maxLastSuccessfulUpdate', query.maxLastSuccessfulUpdate),
  minBalance: readCents(query.minBalance),
  maxBalance: readCents(query.maxBalance),
})

export const readDailyBalanceFilters = (query: {
  accountIds?: number[]
  startDate?: string
  endDate?: string
  withProjection?: boolean
  page?: number
  perPage?: number
  order?: string[]
}): DailyBalanceQuery => ({
  ...readPage(query),
  accountIds: query.accountIds,
  startDay: readDay('startDate', query.startDate),
  endDay: readDay('endDate', query.endDate),
  withProjection: query.withProjection ?? true,
  order: readOrder(query.order, DAILY_BALANCE_ORDER_FIELDS),
})

/** Writes the fields that are the same in both versions. */
export const writeDailyBalance = ({ balance, income, spending, transactionIds }: DailyBalance) => ({
  balance: writeAmount(balance),
  income: writeAmount(income),
  spending: writeAmount(spending),
  // The server never has to add an adjusting entry that is not among the transactions.
  internalAdjustingEntries: 0,
  transactions: [...transactionIds],
})

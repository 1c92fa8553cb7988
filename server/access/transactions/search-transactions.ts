import type { Booking } from '../../bank/booking.ts'
import { indexOfDay } from '../../bank/ledger.ts'
import { addDays, type Day, dayInGermany } from '../../core/days.ts'
import type { World } from '../../world/world.ts'
import {
  compareBy,
  containsTerms,
  type OrderBy,
  type PageRequest,
  type Paging,
  type SortValue,
  slicePage,
  splitTerms,
  toPaging,
} from '../paging.ts'
import type { User } from '../users/user.ts'
import { type Selection, selectByFlags, type Totals } from './selection.ts'
import {
  type Transaction,
  type TransactionFlags,
  type TransactionRun,
  transactionAt,
  transactionRuns,
} from './transaction.ts'

export const TRANSACTION_ORDER_FIELDS = [
  'id',
  'parentId',
  'accountId',
  'valueDate',
  'bankBookingDate',
  'finapiBookingDate',
  'amount',
  'purpose',
  'counterpartName',
  'counterpartAccountNumber',
  'counterpartIban',
  'counterpartBlz',
  'counterpartBic',
  'type',
  'primanota',
  'category.id',
  'category.name',
  'isPotentialDuplicate',
  'isNew',
  'importDate',
] as const

export type TransactionOrderField = (typeof TRANSACTION_ORDER_FIELDS)[number]

/** Filters of finAPI's transaction list; amounts are whole cents, days are inclusive. */
export interface TransactionQuery extends PageRequest {
  ids: readonly number[] | undefined
  search: string | undefined
  counterpart: string | undefined
  purpose: string | undefined
  accountIds: readonly number[] | undefined
  minBookingDay: Day | undefined
  maxBookingDay: Day | undefined
  minAmount: number | undefined
  maxAmount: number | undefined
  direction: 'all' | 'income' | 'spending'
  labelIds: readonly number[] | undefined
  categoryIds: readonly number[] | undefined
  includeChildCategories: boolean
  isNew: boolean | undefined
  isPotentialDuplicate: boolean | undefined
  isAdjustingEntry: boolean | undefined
  minImportDay: Day | undefined
  maxImportDay: Day | undefined
  order: readonly OrderBy<TransactionOrderField>[]
}

/** A page of transactions, and sums over all pages in whole cents; `spending` is negative. */
export interface TransactionPage {
  transactions: Transaction[]
  paging: Paging
  income: number
  spending: number
  balance: number
}

/**
 * Returns a page of a user's transactions. Days, accounts and flags are found in the sorted ledgers and summed up from
 * their running totals, so that a page costs the same for any number of transactions. Only the other filters check each
 * transaction.
 */
export const searchTransactions = (world: World, user: User, query: TransactionQuery): TransactionPage => {
  const selections = selectTransactions(world, user, query)
  const matches = createRowFilter(world, query)
  if (matches === undefined && isById(query.order)) {
    const totalCount = selections.reduce((count, selection) => count + selection.count, 0)
    return page(query, byIdPage(selections, query, totalCount), totalCount, selectionTotals(selections))
  }
  const found = selections.flatMap((selection) => matchingTransactions(selection, matches))
  const { order } = query
  if (!isById(order) || order[0]?.descending) found.sort(compareBy(order, sortValue(world), ({ id }) => id))
  return page(query, slicePage(found, query), found.length, totals(found))
}

const page = (
  query: PageRequest,
  transactions: Transaction[],
  totalCount: number,
  { income, spending }: Totals,
): TransactionPage => ({
  transactions,
  paging: toPaging(query, totalCount),
  income,
  spending,
  balance: income + spending,
})

/** Selects the transactions with the accounts, import days, booking days and flags of a query. */
const selectTransactions = (world: World, user: User, query: TransactionQuery): Selection[] => {
  const accounts = world.accounts.of(user.key)
  const wanted = query.accountIds === undefined ? accounts : accounts.filter(({ id }) => query.accountIds?.includes(id))
  return transactionRuns(world, wanted).flatMap((run) => {
    const importDay = dayInGermany(run.slice.importedAt)
    if (importDay < (query.minImportDay ?? importDay) || importDay > (query.maxImportDay ?? importDay)) return []
    const narrowed = narrowToDays(run, query)
    if (narrowed.to <= narrowed.from) return []
    const selection = selectByFlags(narrowed, (flags) => hasWantedFlags(flags, query))
    return selection.count === 0 ? [] : [selection]
  })
}

const narrowToDays = (run: TransactionRun, { minBookingDay, maxBookingDay }: TransactionQuery): TransactionRun => {
  const { ledger, from, to } = run
  return {
    ...run,
    from: minBookingDay === undefined ? from : Math.max(from, indexOfDay(ledger, minBookingDay)),
    to: maxBookingDay === undefined ? to : Math.min(to, indexOfDay(ledger, addDays(maxBookingDay, 1))),
  }
}

const hasWantedFlags = (flags: TransactionFlags, query: TransactionQuery): boolean =>
  flags.isNew === (query.isNew ?? flags.isNew) &&
  flags.isPotentialDuplicate === (query.isPotentialDuplicate ?? flags.isPotentialDuplicate) &&
  flags.isAdjustingEntry === (query.isAdjustingEntry ?? flags.isAdjustingEntry)

type RowFilter = (transaction: Transaction) => boolean

/** Returns the filter that checks each transaction; undefined if the query needs none. */
const createRowFilter = (world: World, query: TransactionQuery): RowFilter | undefined => {
  const filters: RowFilter[] = []
  const { ids, minAmount, maxAmount, direction, labelIds, categoryIds } = query
  if (ids !== undefined) {
    const wanted = new Set(ids)
    filters.push(({ id }) => wanted.has(id))
  }
  const search = splitTerms(query.search)
  if (search.length > 0) {
    filters.push(({ booking }) =>
      containsTerms(search, [booking.purpose, booking.endToEndReference, ...counterpartTexts(booking)]),
    )
  }
  const counterpart = splitTerms(query.counterpart)
  if (counterpart.length > 0) filters.push(({ booking }) => containsTerms(counterpart, counterpartTexts(booking)))
  const purpose = splitTerms(query.purpose)
  if (purpose.length > 0) filters.push(({ booking }) => containsTerms(purpose, [booking.purpose]))
  if (minAmount !== undefined) filters.push(({ booking }) => booking.amount >= minAmount)
  if (maxAmount !== undefined) filters.push(({ booking }) => booking.amount <= maxAmount)
  if (direction === 'income') filters.push(({ booking }) => booking.amount >= 0)
  if (direction === 'spending') filters.push(({ booking }) => booking.amount < 0)
  if (categoryIds !== undefined) {
    const wanted = new Set(
      query.includeChildCategories ? categoryIds.flatMap((id) => world.library.withChildren(id)) : categoryIds,
    )
    filters.push(({ categoryId }) => wanted.has(categoryId ?? UNCATEGORIZED))
  }
  if (labelIds !== undefined && labelIds.length > 0) {
    filters.push((transaction) => transaction.labelIds.some((id) => labelIds.includes(id)))
  }
  return filters.length === 0 ? undefined : (transaction) => filters.every((matches) => matches(transaction))
}

/** The category id that stands for "without category". */
const UNCATEGORIZED = 0

const counterpartTexts = (booking: Booking): (string | undefined)[] => [
  booking.counterpartName,
  booking.counterpartAccountNumber,
  booking.counterpartIban,
  booking.counterpartBlz,
  booking.counterpartBic,
  booking.mandateReference,
  booking.customerReference,
  booking.creditorId,
]

const isById = (order: readonly OrderBy<TransactionOrderField>[]): boolean =>
  order.length === 0 || order[0]?.field === 'id'

/** Returns a page in the order of ids, which the selections have; the other transactions are only counted. */
const byIdPage = (selections: readonly Selection[], query: TransactionQuery, totalCount: number): Transaction[] => {
  const descending = query.order[0]?.descending ?? false
  const first = (query.page - 1) * query.perPage
  const last = Math.min(first + query.perPage, totalCount)
  const lowest = descending ? totalCount - last : first
  const highest = descending ? totalCount - first : last
  const transactions: Transaction[] = []
  let before = 0
  for (const { run, count, indexAt } of selections) {
    const start = Math.max(lowest - before, 0)
    const end = Math.min(highest - before, count)
    for (let position = start; position < end; position++) transactions.push(transactionAt(run, indexAt(position)))
    before += count
  }
  return descending ? transactions.reverse() : transactions
}

const matchingTransactions = ({ run, count, indexAt }: Selection, matches: RowFilter | undefined): Transaction[] => {
  const found: Transaction[] = []
  for (let position = 0; position < count; position++) {
    const transaction = transactionAt(run, indexAt(position))
    if (matches?.(transaction) ?? true) found.push(transaction)
  }
  return found
}

const selectionTotals = (selections: readonly Selection[]): Totals => {
  const sum = { income: 0, spending: 0 }
  for (const selection of selections) {
    const { income, spending } = selection.totals()
    sum.income += income
    sum.spending += spending
  }
  return sum
}

const totals = (transactions: readonly Transaction[]): Totals => {
  let income = 0
  let spending = 0
  for (const { booking } of transactions) {
    if (booking.amount >= 0) income += booking.amount
    else spending += booking.amount
  }
  return { income, spending }
}

const sortValue =
  (world: World) =>
  (transaction: Transaction, field: TransactionOrderField): SortValue => {
    const { booking } = transaction
    switch (field) {
      case 'id':
        return transaction.id
      case 'accountId':
        return transaction.accountId
      case 'valueDate':
        return booking.valueDay
      case 'bankBookingDate':
      case 'finapiBookingDate':
        return booking.day
      case 'importDate':
        return transaction.importedAt
      case 'category.id':
        return transaction.categoryId
      case 'category.name':
        return transaction.categoryId === undefined ? undefined : world.library.category(transaction.categoryId)?.name
      case 'parentId':
        return undefined
      case 'isPotentialDuplicate':
        return transaction.isPotentialDuplicate
      case 'isNew':
        return transaction.isNew
      default:
        return booking[field]
    }
  }

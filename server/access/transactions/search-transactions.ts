import type { Booking } from '../../bank/booking.ts'
import { indexOfDay } from '../../bank/ledger.ts'
import { addDays, type Day, dayInGermany } from '../../core/days.ts'
import type { World } from '../../world/world.ts'
import {
  comparing,
  containsTerms,
  type OrderBy,
  type PageRequest,
  type Paging,
  pageOf,
  pagingOf,
  type SortValue,
  searchTerms,
} from '../paging.ts'
import type { User } from '../users/user.ts'
import { type Transaction, type TransactionRun, transactionAt, transactionRuns } from './transaction.ts'

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

/** A page, and sums over all pages in whole cents; `spending` is negative. */
export interface TransactionPage {
  transactions: Transaction[]
  paging: Paging
  income: number
  spending: number
  balance: number
}

/**
 * Days and accounts are found by search in the sorted ledgers and summed up from their running totals, so that a page
 * costs the same whatever a user has. Only filters on the single transaction make it look at each one.
 */
export const searchTransactions = (world: World, user: User, query: TransactionQuery): TransactionPage => {
  const runs = narrowedRuns(world, user, query)
  const matches = rowFilter(world, query)
  if (matches === undefined && isById(query.order)) {
    const totalCount = runs.reduce((count, run) => count + run.to - run.from, 0)
    return page(query, byIdPage(runs, query, totalCount), totalCount, runTotals(runs))
  }
  const found = runs.flatMap((run) => matchingTransactions(run, matches))
  const { order } = query
  if (!isById(order) || order[0]?.descending) found.sort(comparing(order, sortValue(world), ({ id }) => id))
  return page(query, pageOf(found, query), found.length, totals(found))
}

const page = (
  query: PageRequest,
  transactions: Transaction[],
  totalCount: number,
  { income, spending }: Totals,
): TransactionPage => ({
  transactions,
  paging: pagingOf(query, totalCount),
  income,
  spending,
  balance: income + spending,
})

/** The accounts, downloads, marks and days that the query lets through. */
const narrowedRuns = (world: World, user: User, query: TransactionQuery): TransactionRun[] => {
  // Users read transactions until an operation lets them say so; until then every one is new.
  if (query.isNew === false) return []
  const accounts = world.accounts.of(user.key)
  const wanted = query.accountIds === undefined ? accounts : accounts.filter(({ id }) => query.accountIds?.includes(id))
  return transactionRuns(world, wanted).flatMap((run) => {
    if (!isMarkedAs(run, query)) return []
    const importDay = dayInGermany(run.slice.importedAt)
    if (importDay < (query.minImportDay ?? importDay) || importDay > (query.maxImportDay ?? importDay)) return []
    const from =
      query.minBookingDay === undefined ? run.from : Math.max(run.from, indexOfDay(run.ledger, query.minBookingDay))
    const to =
      query.maxBookingDay === undefined
        ? run.to
        : Math.min(run.to, indexOfDay(run.ledger, addDays(query.maxBookingDay, 1)))
    return to > from ? [{ ...run, from, to }] : []
  })
}

/** What finAPI says of a transaction is the same for all of a slice, so a filter by it looks at no single one. */
const isMarkedAs = (
  { slice: { own } }: TransactionRun,
  { isPotentialDuplicate, isAdjustingEntry }: TransactionQuery,
): boolean =>
  (own?.mark === 'potential-duplicate') === (isPotentialDuplicate ?? own?.mark === 'potential-duplicate') &&
  (own?.mark === 'adjusting-entry') === (isAdjustingEntry ?? own?.mark === 'adjusting-entry')

type RowFilter = (transaction: Transaction) => boolean

/** The filters that each transaction must be asked for; undefined where there are none. */
const rowFilter = (world: World, query: TransactionQuery): RowFilter | undefined => {
  const filters: RowFilter[] = []
  const { ids, minAmount, maxAmount, direction, labelIds, categoryIds } = query
  if (ids !== undefined) {
    const wanted = new Set(ids)
    filters.push(({ id }) => wanted.has(id))
  }
  const search = searchTerms(query.search)
  if (search.length > 0) {
    filters.push(({ booking }) =>
      containsTerms(search, [booking.purpose, booking.endToEndReference, ...counterpartTexts(booking)]),
    )
  }
  const counterpart = searchTerms(query.counterpart)
  if (counterpart.length > 0) filters.push(({ booking }) => containsTerms(counterpart, counterpartTexts(booking)))
  const purpose = searchTerms(query.purpose)
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
  // No operation puts labels on transactions.
  if (labelIds !== undefined && labelIds.length > 0) filters.push(() => false)
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

/** A page in the order of ids, which is the order of the runs: everything before and behind it is only counted. */
const byIdPage = (runs: readonly TransactionRun[], query: TransactionQuery, totalCount: number): Transaction[] => {
  const descending = query.order[0]?.descending ?? false
  const first = (query.page - 1) * query.perPage
  const last = Math.min(first + query.perPage, totalCount)
  const lowest = descending ? totalCount - last : first
  const highest = descending ? totalCount - first : last
  const transactions: Transaction[] = []
  let before = 0
  for (const run of runs) {
    const count = run.to - run.from
    const begin = Math.max(lowest - before, 0)
    const end = Math.min(highest - before, count)
    for (let index = begin; index < end; index++) transactions.push(transactionAt(run, run.from + index))
    before += count
  }
  return descending ? transactions.reverse() : transactions
}

const matchingTransactions = (run: TransactionRun, matches: RowFilter | undefined): Transaction[] => {
  const found: Transaction[] = []
  for (let index = run.from; index < run.to; index++) {
    const transaction = transactionAt(run, index)
    if (matches?.(transaction) ?? true) found.push(transaction)
  }
  return found
}

interface Totals {
  income: number
  spending: number
}

const between = (sums: readonly number[], { from, to }: TransactionRun): number => (sums[to] ?? 0) - (sums[from] ?? 0)

const runTotals = (runs: readonly TransactionRun[]): Totals => ({
  income: runs.reduce((sum, run) => sum + between(run.ledger.incomeSums, run), 0),
  spending: runs.reduce((sum, run) => sum + between(run.ledger.spendingSums, run), 0),
})

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
        return transaction.mark === 'potential-duplicate'
      case 'isNew':
        return true
      default:
        return booking[field]
    }
  }

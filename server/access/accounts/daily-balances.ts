import { indexOfDay } from '../../bank/ledger.ts'
import { addDays, addMonths, type Day, dayInGermany, daysBetween } from '../../core/days.ts'
import type { World } from '../../world/world.ts'
import { illegalFieldValue, notFound } from '../errors.ts'
import { compareBy, type OrderBy, type PageRequest, type Paging, slicePage, toPaging } from '../paging.ts'
import { type TransactionRun, transactionAt, transactionRuns } from '../transactions/transaction.ts'
import type { User } from '../users/user.ts'
import type { Account } from './account.ts'

export const DAILY_BALANCE_ORDER_FIELDS = ['date', 'balance', 'income', 'spending'] as const

export type DailyBalanceOrderField = (typeof DAILY_BALANCE_ORDER_FIELDS)[number]

export interface DailyBalanceQuery extends PageRequest {
  accountIds: readonly number[] | undefined
  /** The start of the range; a month before its end unless given. */
  startDay: Day | undefined
  /** The end of the range; today unless given. */
  endDay: Day | undefined
  /** Continues the first and the last known balance over the rest of the range. */
  withProjection: boolean
  order: readonly OrderBy<DailyBalanceOrderField>[]
}

/** The balance at the end of a day over all accounts of a query, in whole cents. */
export interface DailyBalance {
  day: Day
  balance: number
  income: number
  /** Positive, unlike elsewhere in finAPI. */
  spending: number
  transactionIds: readonly number[]
}

export interface DailyBalancePage {
  balances: DailyBalance[]
  paging: Paging
  /** The earliest of the accounts' last updates; undefined if an account was never updated. */
  latestCommonUpdate: number | undefined
}

const MAX_DAYS = 366

/**
 * Returns a user's balances day by day, computed backwards from the accounts' current balances. Securities accounts are
 * not included. Throws UNKNOWN_ENTITY (404) for an account that the user does not have, and ILLEGAL_FIELD_VALUE for a
 * range that ends before it starts or is longer than 366 days (API document, getDailyBalances; the code is an
 * assumption).
 */
export const getDailyBalances = (world: World, user: User, query: DailyBalanceQuery): DailyBalancePage => {
  const { first, last } = readRange(query, dayInGermany(world.clock.now()))
  const histories = requireAccounts(world, user, query.accountIds).map((account) => readHistory(world, account))
  const days = selectDays(histories, { first, last }, query.withProjection)
  const balances = days.map((day) => computeBalance(day, histories))
  balances.sort(compareBy(query.order, sortValue, ({ day }) => daysBetween(EPOCH, day)))
  const updates = histories.map(({ updatedAt }) => updatedAt)
  return {
    balances: slicePage(balances, query),
    paging: toPaging(query, balances.length),
    latestCommonUpdate: updates.reduce(minDefined, updates[0]),
  }
}

const EPOCH = '1970-01-01'

const readRange = ({ startDay, endDay }: DailyBalanceQuery, today: Day): { first: Day; last: Day } => {
  const last = endDay ?? today
  const first = startDay ?? addMonths(last, -1)
  if (last < first) throw illegalFieldValue(`endDate (${last}) must not be before startDate (${first}).`)
  if (daysBetween(first, last) >= MAX_DAYS) {
    throw illegalFieldValue(`The range from ${first} to ${last} is longer than ${MAX_DAYS} days.`)
  }
  return { first, last }
}

const requireAccounts = (world: World, user: User, ids: readonly number[] | undefined): Account[] => {
  const accounts = world.accounts.of(user.key).filter(({ type }) => type !== 'Security')
  if (ids === undefined) return accounts
  const wanted = accounts.filter(({ id }) => ids.includes(id))
  if (wanted.length < new Set(ids).size) throw notFound()
  return wanted
}

/** The known part of an account's history. */
interface History {
  runs: readonly TransactionRun[]
  balance: number
  /** The day of the first transaction, and the day of the balance; undefined while there is no balance. */
  known: { first: Day; last: Day } | undefined
  updatedAt: number | undefined
}

const readHistory = (world: World, account: Account): History => {
  const runs = transactionRuns(world, [account])
  const updatedAt = account.interfaces.reduce<number | undefined>(
    (latest, { lastSuccessfulUpdate }) => Math.max(latest ?? 0, lastSuccessfulUpdate ?? 0) || undefined,
    undefined,
  )
  const balance = account.balance ?? 0
  if (account.balance === undefined || updatedAt === undefined) return { runs, balance, known: undefined, updatedAt }
  const last = dayInGermany(updatedAt)
  const first = runs.reduce((earliest, { ledger, from }) => minDay(earliest, ledger.bookings[from]?.day), last)
  return { runs, balance, known: { first, last }, updatedAt }
}

const minDay = (a: Day, b: Day | undefined): Day => (b !== undefined && b < a ? b : a)

/** Returns the days of the range; without a projection, only those from the first to the last known balance. */
const selectDays = (
  histories: readonly History[],
  { first, last }: { first: Day; last: Day },
  withProjection: boolean,
): Day[] => {
  const known = histories.flatMap((history) => history.known ?? [])
  if (!withProjection && known.length === 0) return []
  const from = withProjection ? first : maxDay(first, known.map((range) => range.first).sort()[0] ?? first)
  const to = withProjection
    ? last
    : minDay(
        last,
        known
          .map((range) => range.last)
          .sort()
          .at(-1),
      )
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index))
}

const maxDay = (a: Day, b: Day): Day => (a > b ? a : b)

const computeBalance = (day: Day, histories: readonly History[]): DailyBalance => {
  const result = { day, balance: 0, income: 0, spending: 0, transactionIds: [] as number[] }
  for (const history of histories) {
    result.balance += history.balance
    for (const run of history.runs) {
      // Bookings after the day of the balance are not part of it.
      const dayAfter = addDays(day, 1)
      const start = clamp(indexOfDay(run.ledger, day), run)
      const end = clamp(indexOfDay(run.ledger, dayAfter), run)
      const counted = clamp(indexOfDay(run.ledger, addDays(history.known?.last ?? day, 1)), run)
      result.balance -= (run.ledger.sums[Math.max(counted, end)] ?? 0) - (run.ledger.sums[end] ?? 0)
      for (let index = start; index < end; index++) {
        const { id, booking } = transactionAt(run, index)
        if (booking.amount >= 0) result.income += booking.amount
        else result.spending -= booking.amount
        result.transactionIds.push(id)
      }
    }
  }
  return result
}

const clamp = (index: number, { from, to }: TransactionRun): number => Math.min(Math.max(index, from), to)

const minDefined = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : Math.min(a, b)

const sortValue = (balance: DailyBalance, field: DailyBalanceOrderField): string | number => {
  switch (field) {
    case 'date':
      return balance.day
    case 'balance':
      return balance.balance
    case 'income':
      return balance.income
    case 'spending':
      return balance.spending
    default:
      return field satisfies never
  }
}

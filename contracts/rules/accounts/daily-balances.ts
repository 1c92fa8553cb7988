import { documented } from '../../evidence.ts'
import {
  expectEqual,
  expectError,
  expectEvery,
  expectOneOf,
  expectPresent,
  expectSuccess,
  expectThat,
} from '../../expect.ts'
import { listAccounts } from '../../flows/accounts.ts'
import { type Account, emptyUser, importedData } from '../../flows/fixtures.ts'
import { expectPaging, expectSorted } from '../../flows/paging.ts'
import { allTransactions, MAX_PAGE_SIZE, sumCents, type Transaction } from '../../flows/transactions.ts'
import type { ApiVersion, SuccessBodyOf } from '../../openapi/api-types.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Query, Target } from '../../targets/target.ts'
import { addDays, readDay, toGermanDay } from '../../time.ts'

type DailyBalanceList = SuccessBodyOf<ApiVersion, 'getDailyBalances'>
type DailyBalance = DailyBalanceList['dailyBalances'][number]

const needs = ['imported-data'] as const
const operation = 'getDailyBalances'

/** Allows for clocks that differ. */
const CLOCK_TOLERANCE = 20 * 60_000

/** The longest range of finAPI, both ends included. */
const MAX_DAYS = 366

const today = (target: Target, difference = 0): string => toGermanDay(new Date(target.now() + difference))

const listDailyBalances = async (target: Target, query: Query = {}): Promise<DailyBalanceList> => {
  const { user } = await importedData(target)
  const all = { perPage: MAX_PAGE_SIZE, ...query }
  return expectSuccess(await target.call(operation, { as: user, query: all }))
}

/** Lists the balances of the days from a number of days ago to today. */
const listRecent = async (target: Target, days: number): Promise<readonly DailyBalance[]> => {
  const endDate = today(target)
  return (await listDailyBalances(target, { startDate: addDays(endDate, -days), endDate })).dailyBalances
}

/** Returns the day of an entry. One rule checks its form, and the others rely only on how it begins. */
const readDate = ({ date }: DailyBalance): string => date.slice(0, 'YYYY-MM-DD'.length)

const listDays = (first: string, last: string): string[] => {
  const days = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** Returns the same day of the month before, or its last day if it is shorter. */
const monthBefore = (day: string): string => {
  const endOfLastMonth = addDays(`${day.slice(0, 8)}01`, -1)
  const sameDay = `${endOfLastMonth.slice(0, 8)}${day.slice(8)}`
  return sameDay < endOfLastMonth ? sameDay : endOfLastMonth
}

/** Securities have no part in daily balances. */
const isRegarded = ({ accountType }: Account): boolean => accountType !== 'Security'

/** Returns the transactions that daily balances are about, by day. */
const transactionsByDay = async (target: Target): Promise<ReadonlyMap<string, readonly Transaction[]>> => {
  const accounts = (await listAccounts(target, await importedData(target))).filter(isRegarded)
  const ids = new Set(accounts.map(({ id }) => id))
  const days = new Map<string, Transaction[]>()
  for (const transaction of await allTransactions(target)) {
    if (!ids.has(transaction.accountId)) continue
    const day = readDay(target.version, transaction.finapiBookingDate) ?? ''
    days.set(day, [...(days.get(day) ?? []), transaction])
  }
  return days
}

export const dailyBalanceRules = [
  defineRule(
    {
      id: 'daily-balances.default-range',
      title: 'Without dates in the query, the daily balances are those of a month, up to today',
      versions: both,
      evidence: documented(`${operation}, startDate and endDate`),
      needs,
    },
    async (target) => {
      const days = (await listDailyBalances(target)).dailyBalances.map(readDate)
      const last = expectPresent(days.at(-1), 'the last day')
      expectOneOf(last, [today(target, -CLOCK_TOLERANCE), today(target, CLOCK_TOLERANCE)], 'the last day')
      expectEqual(days, listDays(monthBefore(last), last), 'days')
    },
  ),
  defineRule(
    {
      id: 'daily-balances.dates',
      title: 'A daily balance carries its day, in the form of the version',
      versions: both,
      evidence: documented('DailyBalance, date'),
      needs,
    },
    async (target) => {
      expectEvery(
        (await listRecent(target, 7)).map(({ date }) => date),
        (date) =>
          readDay(target.version, date) !== undefined && (target.version === 'v2' || / 00:00:00\.000$/.test(date)),
        'is a day',
      )
    },
  ),
  defineRule(
    {
      id: 'daily-balances.projection',
      title: 'Every day of the range has a balance, and days to come have that of today',
      versions: both,
      evidence: documented(`${operation}, withProjection`),
      needs,
    },
    async (target) => {
      const day = today(target)
      const range = { startDate: addDays(day, -300), endDate: addDays(day, 30) }
      const { dailyBalances } = await listDailyBalances(target, { ...range, withProjection: true })
      expectEqual(dailyBalances.map(readDate), listDays(range.startDate, range.endDate), 'days')
      const { balance } = expectPresent(
        dailyBalances.find((entry) => readDate(entry) === day),
        'balance of today',
      )
      // A day is left out: the target may be in the next one already.
      const toCome = dailyBalances.filter((entry) => readDate(entry) > addDays(day, 1))
      expectEvery(toCome, (entry) => entry.balance === balance, `has the balance of today, ${balance}`)
    },
  ),
  defineRule(
    {
      id: 'daily-balances.without-projection',
      title: 'Without a projection only the days from the first known balance to the last one are listed',
      versions: both,
      evidence: documented(`${operation}, withProjection`),
      needs,
    },
    async (target) => {
      const day = today(target)
      const range = { startDate: addDays(day, -300), endDate: addDays(day, 30) }
      const { dailyBalances } = await listDailyBalances(target, { ...range, withProjection: false })
      const days = dailyBalances.map(readDate)
      const first = expectPresent(days[0], 'the first day')
      const last = expectPresent(days.at(-1), 'the last day')
      expectEqual(days, listDays(first, last), 'days')
      expectThat(last <= addDays(day, 1), `the last day is not one to come, got ${last}`)
      const later = { startDate: addDays(day, 2), endDate: addDays(day, 5), withProjection: false }
      expectEqual((await listDailyBalances(target, later)).dailyBalances, [], 'daily balances of days to come')
    },
  ),
  defineRule(
    {
      id: 'daily-balances.today',
      title: 'The balance of today is the sum of the balances of the accounts',
      versions: both,
      evidence: documented(`${operation}: based on the current balances`),
      needs,
    },
    async (target) => {
      const accounts = (await listAccounts(target, await importedData(target))).filter(isRegarded)
      const [entry] = await listRecent(target, 0)
      const balances = accounts.map(({ balance }) => balance ?? 0)
      const actual = sumCents([expectPresent(entry, 'balance of today').balance])
      expectEqual(actual, sumCents(balances), 'balance of today in cents, against the sum of the accounts')
    },
  ),
  defineRule(
    {
      id: 'daily-balances.filter-account',
      title: 'The filter by account leaves the others out',
      versions: both,
      evidence: documented(`${operation}, accountIds`),
      needs,
    },
    async (target) => {
      const accounts = (await listAccounts(target, await importedData(target))).filter(isRegarded)
      const [account, ...others] = accounts
      if (account === undefined || others.length === 0) return skip('only one account to choose from')
      const day = today(target)
      const query = { accountIds: [account.id], startDate: day, endDate: day }
      const [entry] = (await listDailyBalances(target, query)).dailyBalances
      const actual = sumCents([expectPresent(entry, 'balance of today').balance])
      expectEqual(actual, sumCents([account.balance ?? 0]), 'balance of today in cents, against that of the account')
    },
  ),
  defineRule(
    {
      id: 'daily-balances.transactions',
      title: 'A day names the transactions that were booked on it',
      versions: both,
      evidence: documented('DailyBalance, transactions'),
      needs,
    },
    async (target) => {
      const booked = await transactionsByDay(target)
      for (const entry of await listRecent(target, 31)) {
        const ids = (booked.get(readDate(entry)) ?? []).map(({ id }) => id)
        expectEqual([...entry.transactions].sort(), ids.sort(), `transactions of ${readDate(entry)}`)
      }
    },
  ),
  defineRule(
    {
      id: 'daily-balances.income-and-spending',
      title: 'Income and spending of a day are the sums of its transactions, and spending is positive',
      versions: both,
      evidence: documented('DailyBalance, income and spending'),
      needs,
    },
    async (target) => {
      const booked = await transactionsByDay(target)
      for (const entry of await listRecent(target, 31)) {
        const amounts = (booked.get(readDate(entry)) ?? []).map(({ amount }) => amount)
        const income = sumCents(amounts.filter((amount) => amount > 0))
        const spending = sumCents(amounts.filter((amount) => amount < 0).map(Math.abs))
        expectEqual(
          { income: sumCents([entry.income]), spending: sumCents([entry.spending]) },
          { income, spending },
          `sums of ${readDate(entry)} in cents`,
        )
      }
    },
  ),
  defineRule(
    {
      id: 'daily-balances.longest-range',
      title: 'A range of 366 days is possible, and a longer one is not',
      versions: both,
      evidence: documented(`${operation}, startDate and endDate; response 422`),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const endDate = today(target)
      const longest = { startDate: addDays(endDate, 1 - MAX_DAYS), endDate }
      expectSuccess(await target.call(operation, { as: user, query: longest }))
      const tooLong = { startDate: addDays(endDate, -MAX_DAYS), endDate }
      expectError(await target.call(operation, { as: user, query: tooLong }), { status: 422 })
    },
  ),
  defineRule(
    {
      id: 'daily-balances.end-before-start',
      title: 'A range that ends before it starts is refused',
      versions: both,
      evidence: documented(`${operation}, response 422`),
      needs: [],
    },
    async (target) => {
      const startDate = today(target)
      const query = { startDate, endDate: addDays(startDate, -1) }
      expectError(await target.call(operation, { as: await emptyUser(target), query }), { status: 422 })
    },
  ),
  defineRule(
    {
      id: 'daily-balances.unknown-account',
      title: 'An account that does not exist has no daily balances',
      versions: both,
      evidence: documented(`${operation}, response 404`),
      needs: [],
    },
    async (target) => {
      const query = { accountIds: [999_999_999_999] }
      const response = await target.call(operation, { as: await emptyUser(target), query })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'daily-balances.paging',
      title: 'Daily balances come in pages of 20 unless the query says otherwise, and pages follow on',
      versions: both,
      evidence: documented(`${operation}, page and perPage`),
      needs,
    },
    async (target) => {
      const endDate = today(target)
      const range = { startDate: addDays(endDate, -24), endDate }
      const whole = await listDailyBalances(target, { ...range, perPage: undefined })
      expectPaging(whole.paging, { page: 1, perPage: 20 }, whole.dailyBalances.length)
      const first = await listDailyBalances(target, { ...range, page: 1, perPage: 10 })
      const second = await listDailyBalances(target, { ...range, page: 2, perPage: 10 })
      expectPaging(second.paging, { page: 2, perPage: 10 }, second.dailyBalances.length)
      const days = [...first.dailyBalances, ...second.dailyBalances].map(readDate)
      expectEqual(days, whole.dailyBalances.map(readDate), 'days on pages 1 and 2 of 10')
    },
  ),
  defineRule(
    {
      id: 'daily-balances.order',
      title: 'Daily balances are put in order by date, balance, income or spending',
      versions: both,
      evidence: documented(`${operation}, order`),
      needs,
    },
    async (target) => {
      const endDate = today(target)
      const range = { startDate: addDays(endDate, -24), endDate }
      for (const field of ['date', 'balance', 'income', 'spending'] as const)
        for (const direction of ['asc', 'desc']) {
          const { dailyBalances } = await listDailyBalances(target, { ...range, order: [`${field},${direction}`] })
          const values = dailyBalances.map((entry) => entry[field])
          expectSorted(
            direction === 'asc' ? values : values.toReversed(),
            (one, next) => one <= next,
            `${field} ${direction === 'asc' ? 'ascends' : 'descends'}`,
          )
        }
    },
  ),
]

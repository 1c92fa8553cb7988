import type { Break } from '../../mutants/break.ts'
import {
  changeKey,
  changeQuery,
  changeRequest,
  changeResponse,
  changeResponseBody,
  changeStatus,
  defaultQuery,
  ignoreQuery,
  type Route,
  refuse,
} from '../../mutants/interferences.ts'
import { recordsIn } from '../../mutants/json.ts'
import type { ProxiedRequest } from '../../mutants/proxy.ts'
import { addDays, toGermanDay } from '../../time.ts'

const DAILY_BALANCES: Route = 'GET /accounts/dailyBalances'

const today = (): string => toGermanDay(new Date())

/** Returns the number of days from the first to the last of a range, both included; undefined if one is not given. */
const countDays = ({ url }: ProxiedRequest): number | undefined => {
  const [start, end] = ['startDate', 'endDate'].map((name) => url.searchParams.get(name))
  return start && end ? (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1 : undefined
}

/** Changes every entry of the list. */
const changeEntries = (change: (entry: Record<string, unknown>) => Record<string, unknown>) =>
  changeResponseBody(DAILY_BALANCES, (body) =>
    'dailyBalances' in body ? { ...body, dailyBalances: recordsIn(body, 'dailyBalances').map(change) } : body,
  )

/** Keeps some entries of the list. */
const keepEntries = (isKept: (entry: Record<string, unknown>) => boolean) =>
  changeResponseBody(DAILY_BALANCES, (body) =>
    'dailyBalances' in body ? { ...body, dailyBalances: recordsIn(body, 'dailyBalances').filter(isKept) } : body,
  )

export const dailyBalanceBreaks: readonly Break[] = [
  {
    wrong: 'the default range is a week',
    caughtBy: 'daily-balances.default-range',
    make: () => defaultQuery(DAILY_BALANCES, 'startDate', addDays(today(), -7)),
  },
  {
    wrong: 'the default range ends yesterday',
    caughtBy: 'daily-balances.default-range',
    make: () => defaultQuery(DAILY_BALANCES, 'endDate', addDays(today(), -1)),
  },
  {
    wrong: 'the date of a daily balance is a plain day in v1',
    caughtBy: 'daily-balances.dates',
    versions: ['v1'],
    make: () => changeKey(DAILY_BALANCES, 'date', (date) => String(date).slice(0, 10)),
  },
  {
    wrong: 'the date of a daily balance is a time in v2',
    caughtBy: 'daily-balances.dates',
    versions: ['v2'],
    make: () => changeKey(DAILY_BALANCES, 'date', (date) => `${date}T00:00:00.000+01:00`),
  },
  {
    wrong: 'the balance of a day is text, which the API document excludes',
    caughtBy: 'shapes.getDailyBalances',
    after: ['daily-balances.paging'],
    make: () => changeKey(DAILY_BALANCES, 'balance', String),
  },
  {
    wrong: 'days to come are left out',
    caughtBy: 'daily-balances.projection',
    make: () => keepEntries(({ date }) => String(date).slice(0, 10) <= today()),
  },
  {
    wrong: 'days to come have no balance',
    caughtBy: 'daily-balances.projection',
    make: () =>
      changeEntries((entry) => (String(entry.date).slice(0, 10) > today() ? { ...entry, balance: 0 } : entry)),
  },
  {
    wrong: 'there always is a projection',
    caughtBy: 'daily-balances.without-projection',
    make: () => ignoreQuery(DAILY_BALANCES, 'withProjection'),
  },
  {
    wrong: 'the balance of a day is a cent too high',
    caughtBy: 'daily-balances.today',
    make: () => changeKey(DAILY_BALANCES, 'balance', (balance) => Number(balance) + 0.01),
  },
  {
    wrong: 'daily balances regard all accounts, whatever the query names',
    caughtBy: 'daily-balances.filter-account',
    make: () => ignoreQuery(DAILY_BALANCES, 'accountIds'),
  },
  {
    wrong: 'a day names only one of its transactions',
    caughtBy: 'daily-balances.transactions',
    make: () => changeKey(DAILY_BALANCES, 'transactions', (ids) => (Array.isArray(ids) ? ids.slice(0, 1) : ids)),
  },
  {
    wrong: 'spending of a day is negative',
    caughtBy: 'daily-balances.income-and-spending',
    make: () => changeKey(DAILY_BALANCES, 'spending', (spending) => 0 - Number(spending)),
  },
  {
    wrong: 'spending of a day is taken off its income',
    caughtBy: 'daily-balances.income-and-spending',
    make: () => changeEntries((entry) => ({ ...entry, income: Number(entry.income) - Number(entry.spending) })),
  },
  {
    wrong: 'a range of any length is possible',
    caughtBy: 'daily-balances.longest-range',
    make: () =>
      changeRequest(DAILY_BALANCES, (request) => {
        const end = request.url.searchParams.get('endDate') ?? today()
        if ((countDays(request) ?? 0) > 366) request.url.searchParams.set('startDate', addDays(end, -365))
      }),
  },
  {
    wrong: 'a range of 366 days is too long',
    caughtBy: 'daily-balances.longest-range',
    make: () =>
      changeResponse(DAILY_BALANCES, (response, request) => {
        if (countDays(request) === 366) refuse(response, request, 422, 'ILLEGAL_FIELD_VALUE')
      }),
  },
  {
    wrong: 'a range that ends before it starts is empty',
    caughtBy: 'daily-balances.end-before-start',
    make: () =>
      changeRequest(DAILY_BALANCES, (request) => {
        const start = request.url.searchParams.get('startDate')
        if ((countDays(request) ?? 1) < 1 && start) request.url.searchParams.set('endDate', start)
      }),
  },
  {
    wrong: 'daily balances of an unknown account are unprocessable',
    caughtBy: 'daily-balances.unknown-account',
    make: () => changeStatus(DAILY_BALANCES, 404, 422),
  },
  {
    wrong: 'a page of daily balances has 25 by default',
    caughtBy: 'daily-balances.paging',
    make: () => defaultQuery(DAILY_BALANCES, 'perPage', '25'),
  },
  {
    wrong: 'pages of daily balances are off by one',
    caughtBy: 'daily-balances.paging',
    make: () => changeQuery(DAILY_BALANCES, 'page', (page) => String(Number(page) > 1 ? Number(page) + 1 : 1)),
  },
  {
    wrong: 'the order of daily balances is ignored',
    caughtBy: 'daily-balances.order',
    make: () => ignoreQuery(DAILY_BALANCES, 'order'),
  },
  {
    wrong: 'daily balances are ordered by income whatever the query names',
    caughtBy: 'daily-balances.order',
    make: () => changeQuery(DAILY_BALANCES, 'order', (order) => order.replace(/^(balance|spending)/, 'income')),
  },
]

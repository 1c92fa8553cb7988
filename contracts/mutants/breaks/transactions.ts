import type { Break } from '../break.ts'
import {
  changeAnswer,
  changeBodyOfAnswer,
  changeHolders,
  changeKey,
  changeQuery,
  changeRequest,
  changeStatus,
  changeValues,
  defaultQuery,
  dropKeys,
  ignoreQuery,
  isAbout,
  letPass,
  PENDING,
  refuse,
  TRANSACTIONS,
} from '../interferences.ts'
import { isRecord, parsed } from '../json.ts'

const TRANSACTION = 'GET /transactions/{id}' as const
const PENDING_ONE = 'GET /pendingTransactions/{id}' as const

const listOf = (body: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(body.transactions) ? body.transactions.filter(isRecord) : []

const sum = (kept: readonly number[]): number => Math.round(kept.reduce((total, one) => total + one, 0) * 100) / 100

const totalsOf = (amounts: readonly number[]) => {
  const income = sum(amounts.filter((one) => one >= 0))
  const spending = sum(amounts.filter((one) => one < 0))
  return { income, spending, balance: sum([income, spending]) }
}

/** The second of two orders is turned round before the server sees it: ignoring it could go unnoticed by chance. */
const secondOrderTurned = changeRequest(TRANSACTIONS, ({ url }) => {
  const [first, second] = url.searchParams.getAll('order')
  if (first === undefined || second === undefined) return
  url.searchParams.set('order', first)
  url.searchParams.append('order', second.endsWith('desc') ? 'id,asc' : 'id,desc')
})

const dataBreaks: readonly Break[] = [
  {
    wrong: 'the amount is text',
    caughtBy: 'transactions.money-is-a-number',
    make: () => changeKey(TRANSACTIONS, 'amount', String),
  },
  {
    wrong: 'the amount is in cents with a fraction',
    caughtBy: 'transactions.money-is-a-number',
    make: () => changeKey(TRANSACTIONS, 'amount', (value) => Number(value) / 3),
  },
  {
    wrong: 'a transaction does not say whether it is new, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    make: () => dropKeys(TRANSACTIONS, 'isNew'),
  },
  {
    wrong: 'the category is a name, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    make: () => changeKey(TRANSACTIONS, 'category', () => 'Groceries'),
  },
  {
    wrong: 'a transaction has another amount when read alone',
    caughtBy: 'transactions.read-one',
    make: () => changeKey(TRANSACTION, 'amount', (value) => -Number(value)),
  },
  {
    wrong: 'an unknown transaction is an empty one',
    caughtBy: 'transactions.unknown',
    make: () => letPass(TRANSACTION, 404, 200),
  },
  {
    wrong: 'transactions belong to accounts that nobody has',
    caughtBy: 'transactions.belong-to-accounts',
    make: () => changeKey(TRANSACTIONS, 'accountId', () => 1),
  },
  {
    wrong: 'a day has no time in v1',
    caughtBy: 'transactions.dates',
    versions: ['v1'],
    make: () => changeKey(TRANSACTIONS, 'finapiBookingDate', (value) => String(value).slice(0, 10)),
  },
  {
    wrong: 'a day has a time in v2',
    caughtBy: 'transactions.dates',
    versions: ['v2'],
    make: () => changeKey(TRANSACTIONS, 'valueDate', (value) => `${value}T00:00:00.000+01:00`),
  },
  {
    wrong: 'a day is written in the German way',
    caughtBy: 'transactions.dates',
    make: () =>
      changeKey(TRANSACTIONS, 'bankBookingDate', (value) =>
        String(value).replace(/^(\d{4})-(\d{2})-(\d{2})/, '$3.$2.$1'),
      ),
  },
  {
    wrong: 'a point in time has no offset in v2',
    caughtBy: 'transactions.dates',
    versions: ['v2'],
    make: () => changeKey(TRANSACTIONS, 'importDate', (value) => String(value).slice(0, -'+01:00'.length)),
  },
  {
    wrong: 'null is sent in v2',
    caughtBy: 'transactions.unset-fields-are-absent',
    versions: ['v2'],
    make: () => changeHolders(TRANSACTIONS, 'finapiBookingDate', (one) => ({ ...one, primanota: null })),
  },
  {
    wrong: 'null is left out in v1, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    versions: ['v1'],
    make: () => changeValues(TRANSACTIONS, (_, value) => (value === null ? undefined : value)),
  },
  {
    wrong: 'one unknown id spoils a list of transactions',
    caughtBy: 'transactions.several-by-path',
    versions: ['v1'],
    make: () =>
      changeAnswer(TRANSACTION, (answer, request) => {
        if (request.url.pathname.includes(',')) refuse(answer, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
]

const viewBreaks: readonly Break[] = [
  {
    wrong: 'the view is optional',
    caughtBy: 'transactions.view-is-required',
    make: () => defaultQuery(TRANSACTIONS, 'view', 'bankView'),
  },
  {
    wrong: "the user's view shows other transactions",
    caughtBy: 'transactions.both-views',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        if (url.searchParams.get('view') === 'userView') url.searchParams.set('direction', 'income')
      }),
  },
  {
    wrong: 'impossible filters are ignored',
    caughtBy: 'transactions.illegal-filters',
    make: () =>
      changeQuery(TRANSACTIONS, 'view', (view) => (['bankView', 'userView'].includes(view) ? view : 'bankView')),
  },
]

const pagingBreaks: readonly Break[] = [
  {
    wrong: 'pages of transactions are off by one',
    caughtBy: 'transactions.pages-follow-on',
    make: () => changeQuery(TRANSACTIONS, 'page', (page) => String(Number(page) > 1 ? Number(page) + 1 : 1)),
  },
  {
    wrong: 'a page of transactions holds 25',
    caughtBy: 'transactions.default-page',
    make: () => defaultQuery(TRANSACTIONS, 'perPage', '25'),
  },
  {
    wrong: 'pageCount is rounded down',
    caughtBy: 'transactions.paging-arithmetic',
    make: () => changeKey(TRANSACTIONS, 'pageCount', (value) => Number(value) - 1),
  },
  {
    wrong: 'totalCount counts the page',
    caughtBy: 'transactions.paging-arithmetic',
    make: () =>
      changeBodyOfAnswer(TRANSACTIONS, (body) => ({
        ...body,
        paging: { ...(isRecord(body.paging) ? body.paging : {}), totalCount: listOf(body).length },
      })),
  },
  {
    wrong: 'a transaction comes twice',
    caughtBy: 'transactions.pages-hold-all',
    make: () =>
      changeBodyOfAnswer(TRANSACTIONS, (body) => {
        const [first, , ...others] = listOf(body)
        return others.length === 0 ? body : { ...body, transactions: [first, first, ...others] }
      }),
  },
  {
    wrong: 'the size of a page has no limit',
    caughtBy: 'transactions.page-out-of-range',
    make: () => changeQuery(TRANSACTIONS, 'perPage', (size) => String(Math.min(Number(size), 500))),
  },
  {
    wrong: 'pages are counted from 0 as well',
    caughtBy: 'transactions.page-out-of-range',
    make: () => changeQuery(TRANSACTIONS, 'page', (page) => (page === '0' ? '1' : page)),
  },
  {
    wrong: 'the newest transactions come first',
    caughtBy: 'transactions.order-by-id',
    make: () => defaultQuery(TRANSACTIONS, 'order', 'id,desc'),
  },
  {
    wrong: 'the order of transactions is ignored',
    caughtBy: 'transactions.order-by-amount',
    make: () => ignoreQuery(TRANSACTIONS, 'order'),
  },
  {
    wrong: 'amounts are ordered without their sign',
    caughtBy: 'transactions.order-by-amount',
    make: () =>
      changeAnswer(TRANSACTIONS, (answer, { url }) => {
        const body = parsed(answer.body)
        if (!url.searchParams.get('order')?.startsWith('amount') || !isRecord(body)) return
        const sorted = listOf(body).sort((one, other) => Math.abs(Number(one.amount)) - Math.abs(Number(other.amount)))
        answer.body = JSON.stringify({ ...body, transactions: sorted })
      }),
  },
  {
    wrong: 'the second order of transactions is turned round',
    caughtBy: 'transactions.order-by-two-fields',
    make: () => secondOrderTurned,
  },
]

const totalBreaks: readonly Break[] = [
  {
    wrong: 'a new user has income',
    caughtBy: 'transactions.none-yet',
    make: () => changeKey(TRANSACTIONS, 'income', (value) => (value === 0 ? 1 : value)),
  },
  {
    wrong: 'totals do not add up',
    caughtBy: 'transactions.totals-add-up',
    make: () => changeKey(TRANSACTIONS, 'balance', (value) => Number(value) + 0.01),
  },
  {
    wrong: 'spending is positive',
    caughtBy: 'transactions.totals-add-up',
    make: () => changeKey(TRANSACTIONS, 'spending', (value) => -Number(value)),
  },
  {
    wrong: 'totals are those of one page',
    caughtBy: 'transactions.totals-cover-all-pages',
    make: () =>
      changeBodyOfAnswer(TRANSACTIONS, (body) =>
        Array.isArray(body.transactions)
          ? { ...body, ...totalsOf(listOf(body).map(({ amount }) => Number(amount))) }
          : body,
      ),
  },
  {
    wrong: 'totals forget the filters',
    caughtBy: 'transactions.totals-follow-filters',
    make: () => async (request, forward) => {
      const answer = await forward(request)
      if (!isAbout(TRANSACTIONS)(request) || !request.url.searchParams.has('direction')) return answer
      const url = new URL(request.url)
      url.searchParams.delete('direction')
      const [kept, whole] = [parsed(answer.body), parsed((await forward({ ...request, url })).body)]
      if (!isRecord(kept) || !isRecord(whole)) return answer
      const { income, spending, balance } = whole
      return { ...answer, body: JSON.stringify({ ...kept, income, spending, balance }) }
    },
  },
]

const filterBreaks: readonly Break[] = [
  {
    wrong: 'the filter by account is ignored',
    caughtBy: 'transactions.filter-account',
    make: () => ignoreQuery(TRANSACTIONS, 'accountIds'),
  },
  {
    wrong: 'the filter by direction is ignored',
    caughtBy: 'transactions.filter-direction',
    make: () => ignoreQuery(TRANSACTIONS, 'direction'),
  },
  {
    wrong: 'an upper bound of the amount is exclusive',
    caughtBy: 'transactions.filter-amount',
    make: () => changeQuery(TRANSACTIONS, 'maxAmount', (bound) => (Number(bound) - 0.01).toFixed(2)),
  },
  {
    wrong: 'the first day is not included',
    caughtBy: 'transactions.filter-day',
    make: () =>
      changeQuery(TRANSACTIONS, 'minFinapiBookingDate', (day) =>
        new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10),
      ),
  },
  {
    wrong: 'the filter of transactions by ids is ignored',
    caughtBy: 'transactions.filter-ids',
    make: () => ignoreQuery(TRANSACTIONS, 'ids'),
  },
  {
    wrong: 'the filter for new transactions is ignored',
    caughtBy: 'transactions.filter-new',
    make: () => ignoreQuery(TRANSACTIONS, 'isNew'),
  },
  {
    wrong: 'the category 0 stands for all of them',
    caughtBy: 'transactions.filter-uncategorised',
    make: () => ignoreQuery(TRANSACTIONS, 'categoryIds'),
  },
  {
    wrong: 'a category leaves those below it out',
    caughtBy: 'transactions.filter-category',
    make: () => defaultQuery(TRANSACTIONS, 'includeChildCategories', 'false'),
  },
  {
    wrong: 'a category always brings those below it along',
    caughtBy: 'transactions.filter-category',
    make: () => ignoreQuery(TRANSACTIONS, 'includeChildCategories'),
  },
  {
    wrong: 'the filter by purpose is ignored',
    caughtBy: 'transactions.filter-purpose',
    make: () => ignoreQuery(TRANSACTIONS, 'purpose'),
  },
  {
    wrong: 'the filter by counterpart is ignored',
    caughtBy: 'transactions.filter-counterpart',
    make: () => ignoreQuery(TRANSACTIONS, 'counterpart'),
  },
  {
    wrong: 'the search for transactions is ignored',
    caughtBy: 'transactions.search',
    make: () => ignoreQuery(TRANSACTIONS, 'search'),
  },
  {
    wrong: 'one word of a search is enough',
    caughtBy: 'transactions.search',
    make: () => changeQuery(TRANSACTIONS, 'search', (words) => words.split(' ')[0] ?? ''),
  },
]

const pendingBreaks: readonly Break[] = [
  {
    wrong: 'a new user has pending transactions',
    caughtBy: 'pending.none-yet',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'pendingTransactions', () => [{ id: 1 }]),
  },
  {
    wrong: 'the number of pending transactions is wrong',
    caughtBy: 'pending.list',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'totalCount', (count) => Number(count) + 1),
  },
  {
    wrong: 'pending transactions belong to accounts that nobody has',
    caughtBy: 'pending.list',
    versions: ['v2'],
    make: () => changeKey(PENDING, 'accountId', () => 1),
  },
  {
    wrong: 'a pending transaction has another amount when read alone',
    caughtBy: 'pending.read-one',
    versions: ['v2'],
    make: () => changeKey(PENDING_ONE, 'amount', (value) => -Number(value)),
  },
  {
    wrong: 'a pending transaction has the names of a booked one, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllPendingTransactions',
    after: ['pending.list'],
    versions: ['v2'],
    make: () => changeKey(PENDING, 'amount', () => undefined),
  },
  {
    wrong: 'an unknown pending transaction is a bad request',
    caughtBy: 'pending.unknown',
    versions: ['v2'],
    make: () => changeStatus(PENDING_ONE, 404, 400),
  },
]

export const transactionBreaks: readonly Break[] = [
  ...dataBreaks,
  ...viewBreaks,
  ...pagingBreaks,
  ...totalBreaks,
  ...filterBreaks,
  ...pendingBreaks,
]

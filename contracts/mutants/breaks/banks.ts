import type { Break } from '../break.ts'
import {
  BANKS,
  changeAnswer,
  changeBodyOfAnswer,
  changeKey,
  changeQuery,
  changeRequest,
  changeStatus,
  defaultQuery,
  dropKeys,
  ignoreQuery,
  refuse,
  TOKEN,
  together,
} from '../interferences.ts'

const BANK = 'GET /banks/{id}' as const

const clientTokenIsRefused = () => {
  const tokens = new Set<string>()
  return together(
    changeAnswer(TOKEN, ({ body }, request) => {
      const token = /"access_token":"([^"]+)"/.exec(body)?.[1]
      if (token && request.body.includes('grant_type=client_credentials')) tokens.add(`Bearer ${token}`)
    }),
    changeAnswer(BANKS, (answer, request) => {
      if (tokens.has(request.headers.authorization ?? '')) refuse(answer, request, 403, 'UNAUTHORIZED_ACCESS')
    }),
  )
}

export const bankBreaks: readonly Break[] = [
  {
    wrong: 'a bank has another popularity when read alone',
    caughtBy: 'banks.read-one',
    make: () => changeKey(BANK, 'popularity', (value) => Number(value) + 1),
  },
  {
    wrong: 'an unknown bank is unprocessable',
    caughtBy: 'banks.unknown',
    make: () => changeStatus(BANK, 404, 422),
  },
  {
    wrong: 'no login field is secret',
    caughtBy: 'banks.demo-login-fields',
    make: () => changeKey(BANKS, 'isSecret', () => false),
  },
  {
    wrong: 'the demo banks are real ones',
    caughtBy: 'banks.demo-is-test-bank',
    make: () => changeKey(BANKS, 'isTestBank', () => false),
  },
  {
    wrong: 'a client token lists no banks in v1',
    caughtBy: 'banks.client-token',
    versions: ['v1'],
    make: clientTokenIsRefused,
  },
  {
    wrong: 'one unknown id spoils a list of banks',
    caughtBy: 'banks.several-by-path',
    versions: ['v1'],
    make: () =>
      changeAnswer(BANK, (answer, request) => {
        if (request.url.pathname.includes(',')) refuse(answer, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
  {
    wrong: 'a field of a bank changes its type',
    caughtBy: 'shapes.getAndSearchAllBanks',
    after: ['banks.default-page'],
    make: () => changeKey(BANKS, 'popularity', String),
  },
  {
    wrong: 'a bank does not list its interfaces, seen by the API document',
    caughtBy: 'shapes.getBank',
    after: ['banks.read-one'],
    make: () => dropKeys(BANK, 'interfaces'),
  },
  {
    wrong: 'the filter of banks by ids is ignored',
    caughtBy: 'banks.filter-ids',
    make: () => ignoreQuery(BANKS, 'ids'),
  },
  {
    wrong: 'the filter for test banks is ignored',
    caughtBy: 'banks.filter-test-banks',
    make: () => ignoreQuery(BANKS, 'isTestBank'),
  },
  {
    wrong: 'the filter by interface is ignored',
    caughtBy: 'banks.filter-interface',
    make: () => ignoreQuery(BANKS, 'supportedInterfaces', 'supportedBankingInterfaces'),
  },
  {
    wrong: 'the filter by location is ignored',
    caughtBy: 'banks.filter-location',
    make: () => ignoreQuery(BANKS, 'location'),
  },
  {
    wrong: 'a country that does not exist is ignored',
    caughtBy: 'banks.unknown-location',
    make: () =>
      changeRequest(BANKS, ({ url }) => {
        if (url.searchParams.get('location') === 'XX') url.searchParams.delete('location')
      }),
  },
  {
    wrong: 'one word of a search for banks is enough',
    caughtBy: 'banks.search-words',
    make: () => changeQuery(BANKS, 'search', (words) => words.split(' ')[0] ?? ''),
  },
  {
    wrong: 'a search without a match answers one empty page',
    caughtBy: 'banks.empty-filter',
    make: () => changeKey(BANKS, 'pageCount', (count) => (count === 0 ? 1 : count)),
  },
  {
    wrong: 'a page of banks holds 10',
    caughtBy: 'banks.default-page',
    make: () => defaultQuery(BANKS, 'perPage', '10'),
  },
  {
    wrong: 'the number of banks is that of the page',
    caughtBy: 'banks.paging-arithmetic',
    make: () =>
      changeBodyOfAnswer(BANKS, (body) => ({
        ...body,
        paging: { page: 2, perPage: 7, pageCount: 3, totalCount: Array.isArray(body.banks) ? body.banks.length : 0 },
      })),
  },
  {
    wrong: 'pages of banks are counted from 0',
    caughtBy: 'banks.pages-follow-on',
    make: () => changeQuery(BANKS, 'page', (page) => String(Number(page) + 1)),
  },
  {
    wrong: 'the last page of banks is lost',
    caughtBy: 'banks.last-page',
    make: () => changeKey(BANKS, 'pageCount', (count) => Math.max(0, Number(count) - 1)),
  },
  {
    wrong: 'a page after the last one repeats the first',
    caughtBy: 'banks.page-beyond-the-last',
    make: () => changeQuery(BANKS, 'page', (page) => (Number(page) > 1_000 ? '1' : page)),
  },
  {
    wrong: 'the size of a page of banks has no limit',
    caughtBy: 'banks.page-out-of-range',
    make: () => changeQuery(BANKS, 'perPage', (size) => String(Math.min(Number(size), 500))),
  },
  {
    wrong: 'banks come by their popularity',
    caughtBy: 'banks.order-by-id',
    make: () => defaultQuery(BANKS, 'order', 'popularity,desc'),
  },
  {
    wrong: 'the order of banks is ignored',
    caughtBy: 'banks.order-descending',
    make: () => ignoreQuery(BANKS, 'order'),
  },
  {
    wrong: 'the second order of banks is turned round',
    caughtBy: 'banks.order-by-two-fields',
    make: () =>
      changeRequest(BANKS, ({ url }) => {
        const [first, second] = url.searchParams.getAll('order')
        if (first === undefined || second === undefined) return
        url.searchParams.set('order', first)
        url.searchParams.append('order', second.endsWith('desc') ? 'id,asc' : 'id,desc')
      }),
  },
]

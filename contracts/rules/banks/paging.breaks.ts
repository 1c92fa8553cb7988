import type { Break } from '../../mutants/break.ts'
import {
  BANKS,
  changeKey,
  changeQuery,
  changeRequest,
  changeResponseBody,
  defaultQuery,
  ignoreQuery,
} from '../../mutants/interferences.ts'

export const bankPagingBreaks: readonly Break[] = [
  {
    wrong: 'a page of banks has 10 by default',
    caughtBy: 'banks.default-page',
    make: () => defaultQuery(BANKS, 'perPage', '10'),
  },
  {
    wrong: 'the number of banks is that of the page',
    caughtBy: 'banks.paging-arithmetic',
    make: () =>
      changeResponseBody(BANKS, (body) => ({
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

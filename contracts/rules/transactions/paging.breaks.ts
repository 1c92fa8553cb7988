import type { Break } from '../../mutants/break.ts'
import {
  changeKey,
  changeQuery,
  changeRequest,
  changeResponse,
  changeResponseBody,
  defaultQuery,
  ignoreQuery,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'
import { isRecord, parsed, recordsIn } from '../../mutants/json.ts'

/** Reverses the second of two orders; ignoring it could leave the order right by chance. */
const reverseSecondOrder = changeRequest(TRANSACTIONS, ({ url }) => {
  const [first, second] = url.searchParams.getAll('order')
  if (first === undefined || second === undefined) return
  url.searchParams.set('order', first)
  url.searchParams.append('order', second.endsWith('desc') ? 'id,asc' : 'id,desc')
})

export const transactionPagingBreaks: readonly Break[] = [
  {
    wrong: 'a page of transactions has 25 by default',
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
      changeResponseBody(TRANSACTIONS, (body) => ({
        ...body,
        paging: { ...(isRecord(body.paging) ? body.paging : {}), totalCount: recordsIn(body, 'transactions').length },
      })),
  },
  {
    wrong: 'pages of transactions are off by one',
    caughtBy: 'transactions.pages-follow-on',
    make: () => changeQuery(TRANSACTIONS, 'page', (page) => String(Number(page) > 1 ? Number(page) + 1 : 1)),
  },
  {
    wrong: 'a transaction comes twice',
    caughtBy: 'transactions.pages-hold-all',
    make: () =>
      changeResponseBody(TRANSACTIONS, (body) => {
        const [first, , ...others] = recordsIn(body, 'transactions')
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
      changeResponse(TRANSACTIONS, (response, { url }) => {
        const body = parsed(response.body)
        if (!url.searchParams.get('order')?.startsWith('amount') || !isRecord(body)) return
        const sorted = recordsIn(body, 'transactions').sort(
          (one, other) => Math.abs(Number(one.amount)) - Math.abs(Number(other.amount)),
        )
        response.body = JSON.stringify({ ...body, transactions: sorted })
      }),
  },
  {
    wrong: 'the second order of transactions is turned round',
    caughtBy: 'transactions.order-by-two-fields',
    make: () => reverseSecondOrder,
  },
]

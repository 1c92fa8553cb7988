import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { expectPaging, expectSorted, listIds } from '../../flows/paging.ts'
import { allTransactions, listTransactions } from '../../flows/transactions.ts'
import { both, defineRule } from '../../rule.ts'
import { readDay } from '../../time.ts'

const needs = ['imported-data'] as const
const paging = documented('getAndSearchAllTransactions, page and perPage')
const order = documented('getAndSearchAllTransactions, order')

export const transactionPagingRules = [
  defineRule(
    {
      id: 'transactions.default-page',
      title: 'Without a page in the query, the list of transactions is the first page of 20',
      versions: both,
      evidence: paging,
      needs,
    },
    async (target) => {
      const list = await listTransactions(target)
      expectPaging(list.paging, { page: 1, perPage: 20 }, list.transactions.length)
    },
  ),
  defineRule(
    {
      id: 'transactions.paging-arithmetic',
      title: 'The numbers about a page of transactions fit each other',
      versions: both,
      evidence: paging,
      needs,
    },
    async (target) => {
      const list = await listTransactions(target, { page: 2, perPage: 7 })
      expectPaging(list.paging, { page: 2, perPage: 7 }, list.transactions.length)
    },
  ),
  defineRule(
    {
      id: 'transactions.pages-follow-on',
      title: 'One page of transactions begins where the last one ended',
      versions: both,
      evidence: paging,
      needs,
    },
    async (target) => {
      const whole = await listTransactions(target, { page: 1, perPage: 20 })
      const first = await listTransactions(target, { page: 1, perPage: 10 })
      const second = await listTransactions(target, { page: 2, perPage: 10 })
      const pages = [...first.transactions, ...second.transactions]
      expectEqual(listIds(pages), listIds(whole.transactions), 'ids on pages 1 and 2 of 10')
    },
  ),
  defineRule(
    {
      id: 'transactions.pages-hold-all',
      title: 'All pages together contain every transaction once',
      versions: both,
      evidence: paging,
      needs,
    },
    async (target) => {
      const ids = listIds(await allTransactions(target))
      const { paging: counted } = await listTransactions(target, { perPage: 1 })
      expectEqual(ids.length, counted.totalCount, 'transactions on all pages')
      expectEqual(new Set(ids).size, ids.length, 'different ids on all pages')
    },
  ),
  defineRule(
    {
      id: 'transactions.page-out-of-range',
      title: 'A page below 1 and a page size outside 1 to 500 are refused',
      versions: both,
      evidence: paging,
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      for (const wrong of [{ page: 0 }, { perPage: 0 }, { perPage: 501 }]) {
        const query = { view: 'bankView', ...wrong }
        expectError(await target.call('getAndSearchAllTransactions', { as, query }), { status: 400 })
      }
    },
  ),
  defineRule(
    {
      id: 'transactions.order-by-id',
      title: 'Transactions come in the order of their ids',
      versions: both,
      evidence: order,
      needs,
    },
    async (target) => {
      const { transactions } = await listTransactions(target, { perPage: 200 })
      expectSorted(listIds(transactions), (one, next) => one < next, 'transactions come with ascending ids')
    },
  ),
  defineRule(
    {
      id: 'transactions.order-by-amount',
      title: 'Transactions are put in the order of their amounts on request',
      versions: both,
      evidence: order,
      needs,
    },
    async (target) => {
      const up = await listTransactions(target, { perPage: 200, order: ['amount,asc'] })
      const down = await listTransactions(target, { perPage: 200, order: ['amount,desc'] })
      const amounts = (list: typeof up) => list.transactions.map(({ amount }) => amount)
      expectSorted(amounts(up), (one, next) => one <= next, 'transactions come with ascending amounts')
      expectSorted(amounts(down), (one, next) => one >= next, 'transactions come with descending amounts')
      const extremes = (await allTransactions(target)).map(({ amount }) => amount)
      expectEqual(amounts(up)[0], Math.min(...extremes), 'the smallest amount comes first')
      expectEqual(amounts(down)[0], Math.max(...extremes), 'the largest amount comes first')
    },
  ),
  defineRule(
    {
      id: 'transactions.order-by-two-fields',
      title: 'A second order decides among transactions of one day',
      versions: both,
      evidence: order,
      needs,
    },
    async (target) => {
      const asked = { perPage: 200, order: ['finapiBookingDate,desc', 'id,asc'] }
      const { transactions } = await listTransactions(target, asked)
      expectThat(transactions.length > 1, 'there are transactions to put in order')
      expectSorted(
        transactions.map(({ finapiBookingDate, id }) => ({
          day: readDay(target.version, finapiBookingDate) ?? '',
          id,
        })),
        (one, next) => one.day > next.day || (one.day === next.day && one.id < next.id),
        'transactions come by descending day, then ascending id',
      )
    },
  ),
]

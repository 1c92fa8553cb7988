import { concluded, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess, expectThat } from '../../expect.ts'
import { listBanks } from '../../flows/banks.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { expectPaging, expectSorted, listIds } from '../../flows/paging.ts'
import { both, defineRule } from '../../rule.ts'

const needs = [] as const
const evidence = documented('getAndSearchAllBanks, page, perPage and order')

export const bankPagingRules = [
  defineRule(
    {
      id: 'banks.default-page',
      title: 'Without a page in the query, the list of banks is the first page of 20',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { banks, paging } = await listBanks(target, {})
      expectPaging(paging, { page: 1, perPage: 20 }, banks.length)
    },
  ),
  defineRule(
    {
      id: 'banks.paging-arithmetic',
      title: 'The numbers about a page of banks fit each other',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { banks, paging } = await listBanks(target, { page: 2, perPage: 7 })
      expectPaging(paging, { page: 2, perPage: 7 }, banks.length)
    },
  ),
  defineRule(
    {
      id: 'banks.pages-follow-on',
      title: 'One page of banks begins where the last one ended',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const whole = await listBanks(target, { page: 1, perPage: 6 })
      const first = await listBanks(target, { page: 1, perPage: 3 })
      const second = await listBanks(target, { page: 2, perPage: 3 })
      expectEqual(listIds([...first.banks, ...second.banks]), listIds(whole.banks), 'ids on pages 1 and 2 of 3')
    },
  ),
  defineRule(
    {
      id: 'banks.last-page',
      title: 'The last page of banks has the rest',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { paging: asked } = await listBanks(target, { perPage: 7 })
      const { banks, paging } = await listBanks(target, { page: asked.pageCount, perPage: 7 })
      expectPaging(paging, { page: asked.pageCount, perPage: 7 }, banks.length)
    },
  ),
  defineRule(
    {
      id: 'banks.page-beyond-the-last',
      title: 'A page after the last one is empty',
      versions: both,
      evidence: concluded('the page is not out of any documented range'),
      needs,
    },
    async (target) => {
      const { banks } = await listBanks(target, { page: 100_000, perPage: 500 })
      expectEqual(banks, [], 'banks on a page after the last one')
    },
  ),
  defineRule(
    {
      id: 'banks.page-out-of-range',
      title: 'A page below 1 and a page size outside 1 to 500 are refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const as = await emptyUser(target)
      for (const query of [{ page: 0 }, { perPage: 0 }, { perPage: 501 }])
        expectError(await target.call('getAndSearchAllBanks', { as, query }), { status: 400 })
    },
  ),
  defineRule(
    { id: 'banks.order-by-id', title: 'Banks come in the order of their ids', versions: both, evidence, needs },
    async (target) => {
      const ids = listIds((await listBanks(target, { perPage: 100 })).banks)
      expectSorted(ids, (one, next) => one < next, 'banks come with ascending ids')
    },
  ),
  defineRule(
    {
      id: 'banks.order-descending',
      title: 'The order of banks is turned round on request',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const ids = listIds((await listBanks(target, { perPage: 100, order: ['id,desc'] })).banks)
      expectThat(ids.length > 1, 'there are banks to put in order')
      expectSorted(ids, (one, next) => one > next, 'banks come with descending ids')
    },
  ),
  defineRule(
    {
      id: 'banks.order-by-two-fields',
      title: 'A second order decides among equal banks',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const as = await emptyUser(target)
      const query = { perPage: 200, order: ['popularity,desc', 'id,desc'] }
      const { banks } = expectSuccess(await target.call('getAndSearchAllBanks', { as, query }))
      expectSorted(
        banks.map(({ popularity, id }) => ({ popularity, id })),
        (one, next) => one.popularity > next.popularity || (one.popularity === next.popularity && one.id > next.id),
        'banks come by descending popularity, then descending id',
      )
    },
  ),
]

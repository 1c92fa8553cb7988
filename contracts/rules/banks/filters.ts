import { concluded, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectThat } from '../../expect.ts'
import { listBanks } from '../../flows/banks.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import { both, defineRule } from '../../rule.ts'
import { readInterfaceName } from '../../targets/demo-banks.ts'

const needs = [] as const
const evidence = documented('getAndSearchAllBanks, filters')

export const bankFilterRules = [
  defineRule(
    { id: 'banks.filter-ids', title: 'The filter by ids lists exactly these banks', versions: both, evidence, needs },
    async (target) => {
      const { banks } = await listBanks(target, { perPage: 5 })
      const wanted = listIds(banks).slice(1, 4)
      const filtered = await listBanks(target, { ids: wanted })
      expectEqual(listIds(filtered.banks), wanted, 'ids of the banks listed')
      expectEqual(filtered.paging.totalCount, wanted.length, 'totalCount')
    },
  ),
  defineRule(
    {
      id: 'banks.filter-test-banks',
      title: 'The filter isTestBank splits the banks in two',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const all = await listBanks(target, { perPage: 1 })
      const tests = await listBanks(target, { isTestBank: true, perPage: 100 })
      const others = await listBanks(target, { isTestBank: false, perPage: 100 })
      expectEvery(tests.banks, (bank) => bank.isTestBank, 'with isTestBank=true is a test bank')
      expectEvery(others.banks, (bank) => !bank.isTestBank, 'with isTestBank=false is another bank')
      const sum = tests.paging.totalCount + others.paging.totalCount
      expectEqual(sum, all.paging.totalCount, 'totalCount of both halves together')
    },
  ),
  defineRule(
    {
      id: 'banks.filter-interface',
      title: 'The filter by interface lists banks that have one of them',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const filter = target.version === 'v1' ? 'supportedInterfaces' : 'supportedBankingInterfaces'
      const all = await listBanks(target, { perPage: 1 })
      const { banks, paging } = await listBanks(target, { [filter]: ['FINTS_SERVER'], perPage: 100 })
      expectThat(paging.totalCount > 0, 'some bank has FINTS_SERVER')
      expectThat(paging.totalCount < all.paging.totalCount, 'not every bank has FINTS_SERVER')
      expectEvery(
        banks,
        (bank) => bank.interfaces.some((one) => readInterfaceName(one) === 'FINTS_SERVER'),
        'has FINTS_SERVER',
      )
    },
  ),
  defineRule(
    {
      id: 'banks.filter-location',
      title: 'The filter by location keeps banks of that country and those without one',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { banks } = await listBanks(target, { location: ['AT'], perPage: 100 })
      expectThat(banks.length > 0, 'some bank is in Austria or nowhere in particular')
      expectEvery(banks, ({ location }) => !location || location === 'AT', 'is in AT or has no location')
    },
  ),
  defineRule(
    {
      id: 'banks.unknown-location',
      title: 'A country code that does not exist is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const as = await emptyUser(target)
      const response = await target.call('getAndSearchAllBanks', { as, query: { location: ['XX'] } })
      expectError(response, { status: 400, code: 'BAD_REQUEST' })
    },
  ),
  defineRule(
    {
      id: 'banks.search-words',
      title: 'A search finds a bank by any case and needs every word',
      versions: both,
      evidence,
      needs: ['embedded-bank'],
    },
    async (target) => {
      const { bankId, blz } = await target.demoBank('embedded')
      const found = await listBanks(target, { search: `${blz.toLowerCase()} bank`, perPage: 100 })
      expectThat(listIds(found.banks).includes(bankId), `searching "${blz.toLowerCase()} bank" finds the bank ${blz}`)
      const none = await listBanks(target, { search: `${blz} zzqxzzqx` })
      expectEqual(none.paging.totalCount, 0, 'banks found by a search with one word that nothing has')
    },
  ),
  defineRule(
    {
      id: 'banks.empty-filter',
      title: 'A search without a match returns an empty list',
      versions: both,
      evidence: concluded('every list responds with 200'),
      needs,
    },
    async (target) => {
      const { banks, paging } = await listBanks(target, { search: 'zzqxzzqx' })
      expectEqual([banks, paging.totalCount, paging.pageCount], [[], 0, 0], 'banks, totalCount and pageCount')
    },
  ),
]

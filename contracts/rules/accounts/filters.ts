import { documented } from '../../evidence.ts'
import { expectEqual, expectEvery, expectThat } from '../../expect.ts'
import { listAccounts } from '../../flows/accounts.ts'
import { importedData } from '../../flows/fixtures.ts'
import { listIds, sortedIds } from '../../flows/paging.ts'
import { both, defineRule, skip } from '../../rule.ts'

const needs = ['imported-data'] as const
const evidence = documented('getAndSearchAllAccounts, filters')

export const accountFilterRules = [
  defineRule(
    {
      id: 'accounts.filter-ids',
      title: 'The filter by ids lists exactly these accounts',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const from = await importedData(target)
      const [first, ...others] = listIds(await listAccounts(target, from))
      if (first === undefined || others.length === 0) return skip('only one account to choose from')
      expectEqual(listIds(await listAccounts(target, from, { ids: [first] })), [first], 'ids listed')
    },
  ),
  defineRule(
    {
      id: 'accounts.filter-connection',
      title: 'The filter by connection leaves the accounts of others out',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { user, second } = await importedData(target)
      if (!second) return skip('only one demo connection to choose from')
      const accounts = await listAccounts(target, { user }, { bankConnectionIds: [second.id] })
      expectEqual(listIds(accounts).sort(), [...second.accountIds].sort(), 'ids listed')
    },
  ),
  defineRule(
    {
      id: 'accounts.filter-type',
      title: 'The filter by account type lists accounts of that type, all of them',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const from = await importedData(target)
      const all = await listAccounts(target, from)
      const type = all[0]?.accountType ?? skip('no account')
      const filtered = await listAccounts(target, from, { accountTypes: [type] })
      const expected = all.filter(({ accountType }) => accountType === type)
      expectEqual(sortedIds(filtered), sortedIds(expected), `ids of the accounts of type ${type}`)
    },
  ),
  defineRule(
    {
      id: 'accounts.filter-balance',
      title: 'The bounds of the balance are inclusive',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const from = await importedData(target)
      const all = await listAccounts(target, from)
      const known = all.flatMap(({ id, balance }) => (typeof balance === 'number' ? [{ id, balance }] : []))
      const balances = known.map(({ balance }) => balance).sort((one, other) => one - other)
      const bound = balances[Math.floor(balances.length / 2)] ?? skip('no account has a balance')
      const above = await listAccounts(target, from, { minBalance: bound })
      const below = await listAccounts(target, from, { maxBalance: bound })
      expectEqual(sortedIds(above), sortedIds(known.filter(({ balance }) => balance >= bound)), `minBalance=${bound}`)
      expectEqual(sortedIds(below), sortedIds(known.filter(({ balance }) => balance <= bound)), `maxBalance=${bound}`)
    },
  ),
  defineRule(
    {
      id: 'accounts.search',
      title: 'A search by part of an IBAN finds the account, and only such',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const from = await importedData(target)
      const iban =
        (await listAccounts(target, from)).find((account) => account.iban)?.iban ?? skip('no account has an IBAN')
      const term = iban.slice(4).toLowerCase()
      const found = await listAccounts(target, from, { search: term })
      expectThat(
        found.some((account) => account.iban === iban),
        `searching "${term}" finds ${iban}`,
      )
      expectEvery(
        found,
        (account) => JSON.stringify(account).toLowerCase().includes(term),
        `contains the search term ${term}`,
      )
    },
  ),
]

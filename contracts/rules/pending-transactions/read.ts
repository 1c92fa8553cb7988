import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectSuccess } from '../../expect.ts'
import { emptyUser, importedData } from '../../flows/fixtures.ts'
import { expectPaging, listIds } from '../../flows/paging.ts'
import { defineRule, skip } from '../../rule.ts'

const evidence = documented('getAndSearchAllPendingTransactions')

export const pendingTransactionReadRules = [
  defineRule(
    {
      id: 'pending.none-yet',
      title: 'A new user has no pending transactions',
      versions: ['v2'],
      evidence,
      needs: [],
    },
    async (target) => {
      const response = await target.call('getAndSearchAllPendingTransactions', { as: await emptyUser(target) })
      const { pendingTransactions, paging } = expectSuccess(response)
      expectEqual([pendingTransactions, paging.totalCount], [[], 0], 'pending transactions and their number')
    },
  ),
  defineRule(
    {
      id: 'pending.list',
      title: "Pending transactions are paged and belong to the user's accounts",
      versions: ['v2'],
      evidence,
      needs: ['imported-data'],
    },
    async (target) => {
      const { user } = await importedData(target)
      const query = { perPage: 500 }
      const list = expectSuccess(await target.call('getAndSearchAllPendingTransactions', { as: user, query }))
      expectPaging(list.paging, { page: 1, perPage: 500 }, list.pendingTransactions.length)
      const known = new Set(listIds(expectSuccess(await target.call('getAndSearchAllAccounts', { as: user })).accounts))
      expectEvery(list.pendingTransactions, ({ accountId }) => known.has(accountId), 'has a known accountId')
    },
  ),
  defineRule(
    {
      id: 'pending.read-one',
      title: 'A pending transaction read by its id is the one in the list',
      versions: ['v2'],
      evidence: documented('getPendingTransaction'),
      needs: ['imported-data'],
    },
    async (target) => {
      const { user } = await importedData(target)
      const list = expectSuccess(await target.call('getAndSearchAllPendingTransactions', { as: user }))
      const first = list.pendingTransactions[0] ?? skip('nothing is pending at the demo bank')
      const path = { id: first.id }
      const read = expectSuccess(await target.call('getPendingTransaction', { as: user, path }))
      expectEqual(read, first, 'the pending transaction by id against the list')
    },
  ),
  defineRule(
    {
      id: 'pending.unknown',
      title: 'A pending transaction that does not exist is not found',
      versions: ['v2'],
      evidence: documented('getPendingTransaction, response 404'),
      needs: [],
    },
    async (target) => {
      const path = { id: 999_999_999_999 }
      const response = await target.call('getPendingTransaction', { as: await emptyUser(target), path })
      expectError(response, { status: 404 })
    },
  ),
]

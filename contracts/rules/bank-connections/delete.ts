import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectStatus, expectSuccess, expectThat } from '../../expect.ts'
import { importWithoutSca, listAccountsOf } from '../../flows/fixtures.ts'
import { watchUntilReady } from '../../flows/ready.ts'
import { both, defineRule } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'

const needs = ['direct-import', 'embedded-bank'] as const

/** Imports a connection for a borrowed user, to be deleted. */
const importToDelete = async (target: Target) => {
  const user = await target.borrowUser()
  const { id } = await importWithoutSca(target, user)
  const { connection } = await watchUntilReady(target, user, id)
  return { user, connection }
}

export const bankConnectionDeletionRules = [
  defineRule(
    {
      id: 'connections.deletion',
      title: 'A deleted connection cannot be read or deleted again',
      versions: both,
      evidence: documented('deleteBankConnection'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importToDelete(target)
      const path = { id: connection.id }
      expectStatus(await target.call('deleteBankConnection', { as: user, path }), 200)
      expectError(await target.call('getBankConnection', { as: user, path }), { status: 404, code: 'UNKNOWN_ENTITY' })
      expectError(await target.call('deleteBankConnection', { as: user, path }), { status: 404 })
      const list = expectSuccess(await target.call('getAllBankConnections', { as: user }))
      expectEqual(list.connections, [], 'connections left')
    },
  ),
  defineRule(
    {
      id: 'connections.deletion-takes-data-along',
      title: 'With a connection its accounts and transactions are gone',
      versions: both,
      evidence: documented('deleteBankConnection'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importToDelete(target)
      const [account] = await listAccountsOf(target, user, connection.id)
      expectStatus(await target.call('deleteBankConnection', { as: user, path: { id: connection.id } }), 200)
      const { accounts } = expectSuccess(await target.call('getAndSearchAllAccounts', { as: user }))
      expectEqual(accounts, [], 'accounts left')
      const query = { view: 'bankView' }
      const { paging } = expectSuccess(await target.call('getAndSearchAllTransactions', { as: user, query }))
      expectEqual(paging.totalCount, 0, 'number of transactions left')
      if (account) expectError(await target.call('getAccount', { as: user, path: { id: account.id } }), { status: 404 })
    },
  ),
  defineRule(
    {
      id: 'connections.import-after-deletion',
      title: 'A deleted connection can be imported again',
      versions: both,
      evidence: documented('importBankConnection, ENTITY_EXISTS'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importToDelete(target)
      expectStatus(await target.call('deleteBankConnection', { as: user, path: { id: connection.id } }), 200)
      const again = await importWithoutSca(target, user)
      expectThat(again.id !== connection.id, 'the new connection has an id of its own')
    },
  ),
]

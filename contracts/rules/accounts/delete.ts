import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectStatus, expectSuccess, expectThat } from '../../expect.ts'
import { listAccounts } from '../../flows/accounts.ts'
import { expectLocked } from '../../flows/busy.ts'
import { emptyUser, importForSecondUser, listAccountsOf } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import type { OperationResponse } from '../../response.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Bearer, Query, Target } from '../../targets/target.ts'

const needs = ['imported-data'] as const

const deleteAccount = (target: Target, as: Bearer, id: number): Promise<OperationResponse<'deleteAccount'>> =>
  target.call('deleteAccount', { as, path: { id } })

const countTransactions = async (target: Target, as: Bearer, query: Query = {}): Promise<number> => {
  const all = { view: 'bankView', perPage: 1, ...query }
  return expectSuccess(await target.call('getAndSearchAllTransactions', { as, query: all })).paging.totalCount
}

export const accountDeletionRules = [
  defineRule(
    {
      id: 'accounts.deletion',
      title: 'A deleted account cannot be read or deleted again, and is in no list',
      versions: both,
      evidence: documented('deleteAccount'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importForSecondUser(target)
      const [id, ...others] = connection.accountIds
      if (id === undefined) return skip('the connection has no account')
      expectStatus(await deleteAccount(target, user, id), 200)
      expectError(await target.call('getAccount', { as: user, path: { id } }), { status: 404, code: 'UNKNOWN_ENTITY' })
      expectError(await deleteAccount(target, user, id), { status: 404 })
      expectEqual(listIds(await listAccounts(target, { user })).sort(), [...others].sort(), 'ids of the accounts left')
    },
  ),
  defineRule(
    {
      id: 'accounts.deletion-takes-transactions-along',
      title: 'With an account its transactions are gone, and no others',
      versions: both,
      evidence: documented('deleteAccount: with its transactions'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importForSecondUser(target)
      const [id] = connection.accountIds
      if (id === undefined) return skip('the connection has no account')
      const all = await countTransactions(target, user)
      const own = await countTransactions(target, user, { accountIds: [id] })
      if (own === 0) return skip('the account has no transactions')
      expectStatus(await deleteAccount(target, user, id), 200)
      expectEqual(await countTransactions(target, user), all - own, 'number of transactions left')
    },
  ),
  defineRule(
    {
      id: 'accounts.deletion-keeps-connection',
      title: 'A connection stays as long as it has accounts, and lists those',
      versions: both,
      evidence: documented('deleteAccount, note about the last account'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importForSecondUser(target)
      const [id, ...others] = connection.accountIds
      if (id === undefined || others.length === 0) return skip('the connection has only one account')
      expectStatus(await deleteAccount(target, user, id), 200)
      const path = { id: connection.id }
      const { accountIds } = expectSuccess(await target.call('getBankConnection', { as: user, path }))
      expectEqual([...accountIds].sort(), others.sort(), 'accountIds of the connection')
    },
  ),
  defineRule(
    {
      id: 'accounts.deletion-of-the-last',
      title: 'The last account takes its connection along',
      versions: both,
      evidence: documented('deleteAccount, note about the last account'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importForSecondUser(target)
      for (const { id } of await listAccountsOf(target, user, connection.id))
        expectStatus(await deleteAccount(target, user, id), 200)
      const path = { id: connection.id }
      expectError(await target.call('getBankConnection', { as: user, path }), { status: 404, code: 'UNKNOWN_ENTITY' })
      const { connections } = expectSuccess(await target.call('getAllBankConnections', { as: user }))
      expectThat(connections.length === 0, `no connection is left, got ${connections.length}`)
    },
  ),
  defineRule(
    {
      id: 'accounts.deletion-unknown',
      title: 'An account that does not exist cannot be deleted',
      versions: both,
      evidence: documented('deleteAccount, response 404'),
      needs: [],
    },
    async (target) => {
      const response = await deleteAccount(target, await emptyUser(target), 999_999_999_999)
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'accounts.deletion-locked',
      title: 'An account that is being imported cannot be deleted',
      versions: both,
      evidence: documented('deleteAccount, response 423'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => {
      await expectLocked(target, async ({ user, id }) => {
        const [account] = await listAccountsOf(target, user, id)
        return deleteAccount(target, user, account?.id ?? skip('the connection has no account'))
      })
    },
  ),
]

import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser, importedData, importForSecondUser } from '../../flows/fixtures.ts'
import { listTransactions } from '../../flows/transactions.ts'
import { both, defineRule, skip } from '../../rule.ts'

const evidence = documented('response 404 for the data of others')
const needs = ['imported-data'] as const
const NOT_FOUND = { status: 404, code: 'UNKNOWN_ENTITY' } as const

export const isolationRules = [
  defineRule(
    {
      id: 'isolation.foreign-connection',
      title: "Another user's connection is neither read nor deleted",
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const as = await emptyUser(target)
      const path = { id: connection.id }
      expectError(await target.call('getBankConnection', { as, path }), NOT_FOUND)
      expectError(await target.call('deleteBankConnection', { as, path }), NOT_FOUND)
      const still = expectSuccess(await target.call('getBankConnection', { as: user, path }))
      expectEqual(still.id, connection.id, 'id of the connection its owner still has')
    },
  ),
  defineRule(
    {
      id: 'isolation.foreign-account',
      title: "Another user's account is neither read, edited nor deleted",
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const path = { id: connection.accountIds[0] ?? skip('the connection has no account') }
      const as = await emptyUser(target)
      const before = expectSuccess(await target.call('getAccount', { as: user, path }))
      expectError(await target.call('getAccount', { as, path }), NOT_FOUND)
      expectError(await target.call('editAccount', { as, path, body: { isNew: false } }), NOT_FOUND)
      expectError(await target.call('deleteAccount', { as, path }), NOT_FOUND)
      const after = expectSuccess(await target.call('getAccount', { as: user, path }))
      expectEqual(after, before, 'the account that its owner reads')
    },
  ),
  defineRule(
    {
      id: 'isolation.foreign-transaction',
      title: "Another user's transaction is neither read nor edited",
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const [transaction] = (await listTransactions(target)).transactions
      if (transaction === undefined) return skip('there are no transactions')
      const { id, isNew } = transaction
      const as = await emptyUser(target)
      expectError(await target.call('getTransaction', { as, path: { id } }), NOT_FOUND)
      expectError(await target.call('editTransaction', { as, path: { id }, body: { isNew: !isNew } }), NOT_FOUND)
      const several = { ids: [id], isNew: !isNew }
      const { identifiers } = expectSuccess(await target.call('editMultipleTransactions', { as, body: several }))
      expectEqual(identifiers, [], 'transactions of another user that an edit of several changed')
    },
  ),
  defineRule(
    {
      id: 'isolation.lists',
      title: "No list shows another user's data, even if the query names its id",
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { connection } = await importedData(target)
      const as = await emptyUser(target)
      const query = { ids: [connection.id] }
      const { connections } = expectSuccess(await target.call('getAllBankConnections', { as, query }))
      expectEqual(connections, [], 'connections of another user')
      const filters = { bankConnectionIds: [connection.id] }
      const { accounts } = expectSuccess(await target.call('getAndSearchAllAccounts', { as, query: filters }))
      expectEqual(accounts, [], 'accounts of another user')
      const asked = { view: 'bankView', accountIds: connection.accountIds }
      const list = expectSuccess(await target.call('getAndSearchAllTransactions', { as, query: asked }))
      expectEqual(list.paging.totalCount, 0, 'number of transactions of another user')
      expectEqual([list.income, list.spending, list.balance], [0, 0, 0], 'totals of another user')
    },
  ),
  defineRule(
    {
      id: 'isolation.same-bank',
      title: 'Two users import the same bank without sharing anything',
      versions: both,
      evidence: documented('BankConnection, id'),
      needs,
    },
    async (target) => {
      const one = await importedData(target)
      const other = await importForSecondUser(target)
      expectThat(one.connection.id !== other.connection.id, 'the connections have different ids')
      const shared = other.connection.accountIds.filter((id) => one.connection.accountIds.includes(id))
      expectEqual(shared, [], 'accounts that both connections list')
    },
  ),
  defineRule(
    {
      id: 'isolation.client-token',
      title: "A client token reads no user's data",
      versions: both,
      evidence: documented('required token kinds'),
      needs: [],
    },
    async (target) => {
      const refused = { status: 403, code: 'UNAUTHORIZED_ACCESS' } as const
      expectError(await target.call('getAllBankConnections'), refused)
      expectError(await target.call('getAndSearchAllAccounts'), refused)
      expectError(await target.call('getAndSearchAllTransactions', { query: { view: 'bankView' } }), refused)
    },
  ),
]

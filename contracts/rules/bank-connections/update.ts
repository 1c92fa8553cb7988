import { concluded, described, documented } from '../../evidence.ts'
import {
  expectEqual,
  expectError,
  expectEvery,
  expectOneOf,
  expectPresent,
  expectSuccess,
  expectThat,
} from '../../expect.ts'
import { emptyUser, importedBy, importWithoutSca, listAccountsOf } from '../../flows/fixtures.ts'
import { watchUntilReady } from '../../flows/ready.ts'
import { readyToUpdate, tryUpdate, updateRequest } from '../../flows/update.ts'
import { both, defineRule, type Rule } from '../../rule.ts'

const needs = ['direct-import', 'embedded-bank'] as const
const part = 'updateBankConnection'

/** Rules about updates at a bank that requires no SCA for them. */
export const bankConnectionUpdateRules: readonly Rule[] = [
  defineRule(
    {
      id: 'update.starts',
      title: 'An update responds with 200 and the connection, whose download has started',
      versions: both,
      evidence: documented(`${part}, response 200`),
      needs,
    },
    async (target) => {
      const { user, connection } = await readyToUpdate(target)
      const updated = expectSuccess(await tryUpdate(target, user, connection.id), 200)
      expectEqual(updated.id, connection.id, 'id of the connection')
      expectOneOf(updated.updateStatus, ['IN_PROGRESS', 'READY'], 'updateStatus')
      expectEqual(updated.accountIds, connection.accountIds, 'accountIds, because no new accounts were requested')
    },
  ),
  defineRule(
    {
      id: 'update.becomes-ready',
      title: 'An update ends READY, with its result in lastManualUpdate',
      versions: both,
      evidence: described('post processing of import and update'),
      needs,
    },
    async (target) => {
      const { user, connection } = await readyToUpdate(target)
      expectSuccess(await tryUpdate(target, user, connection.id), 200)
      const { connection: after } = await watchUntilReady(target, user, connection.id)
      const before = expectPresent(connection.interfaces[0]?.lastManualUpdate, 'lastManualUpdate of the import')
      const result = expectPresent(after.interfaces[0]?.lastManualUpdate, 'lastManualUpdate of the update')
      expectEqual(result.result, 'OK', 'result of the update')
      expectThat(result.timestamp > before.timestamp, 'lastManualUpdate is later than that of the import')
    },
  ),
  defineRule(
    {
      id: 'update.refreshes-accounts',
      title: 'After an update every account is up to date, its last success not before that of the import',
      versions: both,
      evidence: documented('AccountInterface, status and lastSuccessfulUpdate'),
      needs,
    },
    async (target) => {
      const { user, connection } = await readyToUpdate(target)
      const before = await listAccountsOf(target, user, connection.id)
      expectSuccess(await tryUpdate(target, user, connection.id), 200)
      await watchUntilReady(target, user, connection.id)
      const after = await listAccountsOf(target, user, connection.id)
      expectEvery(
        after.flatMap(({ interfaces }): string[] => interfaces.map(({ status }) => status)),
        (status) => status === 'UPDATED' || status === 'UPDATED_FIXED',
        'is UPDATED or UPDATED_FIXED',
      )
      expectEvery(
        after,
        ({ id, interfaces }) => {
          const earlier = before.find((account) => account.id === id)?.interfaces[0]?.lastSuccessfulUpdate ?? ''
          return (interfaces[0]?.lastSuccessfulUpdate ?? '') > earlier
        },
        'was updated after the import',
      )
    },
  ),
  defineRule(
    {
      id: 'update.adds-nothing-twice',
      title: 'An update right after an import brings no transaction a second time',
      versions: both,
      evidence: documented(`${part}: imports new transactions`),
      needs,
    },
    async (target) => {
      const { user, connection } = await readyToUpdate(target)
      const [accountId] = connection.accountIds
      const query = { view: 'userView', accountIds: [expectPresent(accountId, 'an account')], perPage: 1 }
      const count = async (): Promise<number> =>
        expectSuccess(await target.call('getAndSearchAllTransactions', { as: user, query })).paging.totalCount
      const before = await count()
      expectSuccess(await tryUpdate(target, user, connection.id), 200)
      await watchUntilReady(target, user, connection.id)
      expectEqual(await count(), before, 'transactions of an account after the update')
    },
  ),
  defineRule(
    {
      id: 'update.locked-while-importing',
      title: 'A connection that is being imported cannot be updated',
      versions: both,
      evidence: documented(`${part}, response 423`),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const { id, updateStatus } = await importWithoutSca(target, user)
      const response = await tryUpdate(target, user, id)
      const { updateStatus: still } = expectSuccess(await target.call('getBankConnection', { as: user, path: { id } }))
      // A fast bank may be done before the update arrives.
      if (updateStatus === 'READY' || still === 'READY') target.observe('the import was over before the update came')
      else expectError(response, { status: 423, code: 'LOCKED' })
    },
  ),
  defineRule(
    {
      id: 'update.unknown-connection',
      title: 'A connection that does not exist cannot be updated',
      versions: both,
      evidence: documented(`${part}, response 404`),
      needs: [],
    },
    async (target) => {
      const response = await tryUpdate(target, await emptyUser(target), 999_999_999_999)
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'update.foreign-connection',
      title: "Another user's connection cannot be updated",
      versions: both,
      evidence: concluded('users never see what belongs to another'),
      needs,
    },
    async (target) => {
      const { connection } = await importedBy(target, 'embedded')
      const response = await tryUpdate(target, await emptyUser(target), connection.id)
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'update.needs-a-connection',
      title: 'An update without a connection is a bad request',
      versions: both,
      evidence: documented('UpdateBankConnectionParams, required'),
      needs: [],
    },
    async (target) => {
      const body = updateRequest(target, 1, { bankConnectionId: undefined })
      expectError(await target.call('updateBankConnection', { as: await emptyUser(target), body }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'update.unknown-credential',
      title: 'A credential that the interface does not ask for is refused',
      versions: both,
      evidence: documented(`${part}, response 422: ILLEGAL_FIELD_VALUE`),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'embedded')
      const loginCredentials = [{ label: 'Shoe size', value: '42' }]
      const response = await tryUpdate(target, user, connection.id, { loginCredentials })
      expectError(response, { status: 422, code: 'ILLEGAL_FIELD_VALUE' })
    },
  ),
  defineRule(
    {
      id: 'update.redirect-url',
      title: 'An interface that redirects wants to know where to, at an update too',
      versions: both,
      evidence: documented(`${part}, response 422: redirectUrl`),
      needs: ['direct-import', 'redirect-bank'],
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'redirect')
      const response = await tryUpdate(target, user, connection.id)
      expectError(response, { status: 422, code: 'ILLEGAL_FIELD_VALUE' })
    },
  ),
  defineRule(
    {
      id: 'update.unknown-hash',
      title: 'An update cannot be continued with a hash that was never handed out',
      versions: both,
      evidence: concluded('NO_EXISTING_CHALLENGE is the closest documented code'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'embedded')
      const multiStepAuthentication = {
        hash: '0123456789abcdef'.repeat(2),
        challengeResponse: target.settings.demo.tan,
      }
      const response = await tryUpdate(target, user, connection.id, { multiStepAuthentication })
      expectError(response, { status: 422, code: 'NO_EXISTING_CHALLENGE' })
    },
  ),
]

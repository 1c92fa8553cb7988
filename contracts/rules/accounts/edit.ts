import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectSuccess, expectThat } from '../../expect.ts'
import { listAccounts } from '../../flows/accounts.ts'
import { expectLocked } from '../../flows/busy.ts'
import {
  type Account,
  EDITABLE_DATA,
  editableData,
  emptyUser,
  importedData,
  listAccountsOf,
} from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import type { OperationResponse } from '../../response.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Bearer, Target, User } from '../../targets/target.ts'

const needs = ['imported-data'] as const

/** The name that the rules give to an account. */
export const GIVEN_NAME = 'Household budget'

const editableAccount = async (target: Target): Promise<{ readonly user: User; readonly account: Account }> => {
  const { user, connection } = await editableData(target)
  const [account] = await listAccountsOf(target, user, connection.id)
  return { user, account: account ?? skip('the connection has no account') }
}

const editAccount = (
  target: Target,
  as: Bearer,
  id: number,
  body: Readonly<Record<string, unknown>>,
): Promise<OperationResponse<'editAccount'>> => target.call('editAccount', { as, path: { id }, body })

const readAccount = async (target: Target, as: Bearer, id: number): Promise<Account> =>
  expectSuccess(await target.call('getAccount', { as, path: { id } }))

export const accountEditRules = [
  defineRule(
    {
      id: 'accounts.new-after-import',
      title: 'The accounts of an import are new',
      versions: both,
      evidence: documented('Account, isNew'),
      needs,
    },
    async (target) => {
      expectEvery(await listAccounts(target, await importedData(target)), ({ isNew }) => isNew, 'is new')
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-name',
      title: 'An edited account has its new name, and nothing else changes',
      versions: both,
      evidence: documented('editAccount, accountName'),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, account } = await editableAccount(target)
      const edited = expectSuccess(await editAccount(target, user, account.id, { accountName: GIVEN_NAME }))
      expectEqual(edited, { ...account, accountName: GIVEN_NAME }, 'the edited account against the one before')
      expectEqual(await readAccount(target, user, account.id), edited, 'the account read after the edit')
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-type',
      title: 'An edited account has its new type, also for filters',
      versions: both,
      evidence: documented('editAccount, accountType'),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, account } = await editableAccount(target)
      const accountType = account.accountType === 'Savings' ? 'Checking' : 'Savings'
      const edited = expectSuccess(await editAccount(target, user, account.id, { accountType }))
      expectEqual(edited.accountType, accountType, 'type of the edited account')
      const found = listIds(await listAccounts(target, { user }, { accountTypes: [accountType] }))
      expectThat(found.includes(account.id), `the accounts of type ${accountType} include the edited one`)
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-is-new',
      title: 'An account is no longer new once it was edited so',
      versions: both,
      evidence: documented('editAccount, isNew'),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, account } = await editableAccount(target)
      for (const isNew of [true, false]) {
        const edited = expectSuccess(await editAccount(target, user, account.id, { isNew }))
        expectEqual(edited.isNew, isNew, 'isNew of the edited account')
        expectEqual((await readAccount(target, user, account.id)).isNew, isNew, 'isNew of the account read afterwards')
      }
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-needs-a-field',
      title: 'An edit of an account that names no field is refused',
      versions: both,
      evidence: documented('editAccount: accountName, accountType or isNew'),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, account } = await editableAccount(target)
      expectError(await editAccount(target, user, account.id, {}), { status: 400, code: 'MISSING_FIELD' })
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-unknown',
      title: 'An account that does not exist cannot be edited',
      versions: both,
      evidence: documented('editAccount, response 404'),
      needs: [],
    },
    async (target) => {
      const response = await editAccount(target, await emptyUser(target), 999_999_999_999, { isNew: false })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'accounts.edit-locked',
      title: 'An account that is being imported cannot be edited',
      versions: both,
      evidence: documented('editAccount, response 423'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => {
      await expectLocked(target, async ({ user, id }) => {
        const [account] = await listAccountsOf(target, user, id)
        return editAccount(target, user, account?.id ?? skip('the connection has no account'), { isNew: false })
      })
    },
  ),
]

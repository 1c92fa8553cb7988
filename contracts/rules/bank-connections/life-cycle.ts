import { described, documented } from '../../evidence.ts'
import { expectEqual, expectEvery, expectOneOf, expectPresent, expectSuccess, expectThat } from '../../expect.ts'
import { expectLocked } from '../../flows/busy.ts'
import { importedData, importWithoutSca, listAccountsOf } from '../../flows/fixtures.ts'
import { watchUntilReady } from '../../flows/ready.ts'
import { listTransactions } from '../../flows/transactions.ts'
import { both, defineRule } from '../../rule.ts'
import { readInterfaceName } from '../../targets/demo-banks.ts'
import { readInstant } from '../../time.ts'

const needs = ['direct-import', 'embedded-bank'] as const
const evidence = described('post-processing of bank account import and update')

/** Allows for clocks that differ; a wrong time zone differs by at least an hour. */
const CLOCK_TOLERANCE = 20 * 60_000

/** Fails if statuses come in another order than documented. Short steps may be missing between two polls. */
const expectOrder = (seen: readonly string[], order: readonly string[], what: string): void => {
  let position = 0
  for (const status of seen) {
    const next = order.indexOf(status, position)
    expectThat(next >= 0, `${what} goes through ${order.join(' → ')}, got ${seen.join(' → ')}`)
    position = next + 1
  }
}

export const lifeCycleRules = [
  defineRule(
    {
      id: 'life-cycle.update-status',
      title: 'A connection is in progress and then ready, and never goes back',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const imported = await importWithoutSca(target, user)
      expectOneOf(imported.updateStatus, ['IN_PROGRESS', 'READY'], 'updateStatus in the response to the import')
      const { updates } = await watchUntilReady(target, user, imported.id)
      expectOrder(
        [imported.updateStatus, ...updates.slice(updates[0] === imported.updateStatus ? 1 : 0)],
        ['IN_PROGRESS', 'READY'],
        'updateStatus',
      )
    },
  ),
  defineRule(
    {
      id: 'life-cycle.categorization-status',
      title: 'After the download the categorisation is pending, in progress, ready',
      versions: both,
      evidence: documented('BankConnection, categorizationStatus'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const { id } = await importWithoutSca(target, user)
      const { categorizations } = await watchUntilReady(target, user, id)
      expectOrder(categorizations, ['PENDING', 'IN_PROGRESS', 'READY'], 'categorizationStatus')
    },
  ),
  defineRule(
    {
      id: 'life-cycle.stays-ready',
      title: 'Looking at a connection does not change it',
      versions: both,
      evidence,
      needs: ['imported-data'],
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const path = { id: connection.id }
      const first = expectSuccess(await target.call('getBankConnection', { as: user, path }))
      const second = expectSuccess(await target.call('getBankConnection', { as: user, path }))
      expectEqual(second, first, 'the connection read a second time')
      expectEqual([first.updateStatus, first.categorizationStatus], ['READY', 'READY'], 'status of the connection')
    },
  ),
  defineRule(
    {
      id: 'life-cycle.accounts-at-once',
      title: 'The accounts are known from the first response on',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const { id, accountIds } = await importWithoutSca(target, user)
      expectThat(accountIds.length > 0, 'the response to the import lists accounts')
      const accounts = await listAccountsOf(target, user, id)
      expectEqual(accounts.map((account) => account.id).sort(), [...accountIds].sort(), 'ids of the accounts')
    },
  ),
  defineRule(
    {
      id: 'life-cycle.account-status',
      title: 'The accounts of a ready connection are updated',
      versions: both,
      evidence: documented('AccountInterface, status'),
      needs: ['imported-data'],
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const imported = connection.interfaces.map((one) => readInterfaceName(one))
      const statuses = (await listAccountsOf(target, user, connection.id)).flatMap((account) =>
        account.interfaces.filter((one) => imported.includes(readInterfaceName(one))).map(({ status }) => status),
      )
      expectThat(statuses.length > 0, 'every account has an interface')
      expectEvery(statuses, (status) => ['UPDATED', 'UPDATED_FIXED'].includes(status), 'is UPDATED or UPDATED_FIXED')
    },
  ),
  defineRule(
    {
      id: 'life-cycle.update-result',
      title: 'The result of the import is stored with the interface',
      versions: both,
      evidence: documented('BankConnectionInterface, lastManualUpdate'),
      needs: ['imported-data'],
    },
    async (target) => {
      const { connection, readyAt } = await importedData(target)
      for (const one of connection.interfaces) {
        const update = expectPresent(one.lastManualUpdate, 'lastManualUpdate')
        expectEqual(update.result, 'OK', 'result of the last manual update')
        expectThat(!update.errorMessage && !update.errorType, 'a good update has no error')
        const at = expectPresent(
          readInstant(target.version, update.timestamp),
          `timestamp "${update.timestamp}" as a time`,
        )
        const age = readyAt.getTime() - at.getTime()
        const limit = CLOCK_TOLERANCE + target.settings.limits.ready
        expectThat(age > -CLOCK_TOLERANCE && age < limit, `the timestamp ${update.timestamp} is of this import`)
        expectEqual(one.userActionRequired, false, 'userActionRequired')
      }
    },
  ),
  defineRule(
    {
      id: 'life-cycle.transactions-arrive',
      title: 'A ready connection has transactions and balances',
      versions: both,
      evidence,
      needs: ['imported-data'],
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const { paging } = await listTransactions(target, { perPage: 1 })
      expectThat(paging.totalCount > 0, 'there are transactions')
      const accounts = await listAccountsOf(target, user, connection.id)
      expectEvery(accounts, ({ balance }) => typeof balance === 'number', 'has a balance')
    },
  ),
  defineRule(
    {
      id: 'life-cycle.locked-connection',
      title: 'A connection that is being imported cannot be deleted',
      versions: both,
      evidence: documented('deleteBankConnection, response 423'),
      needs,
    },
    async (target) => {
      await expectLocked(target, ({ user, id }) => target.call('deleteBankConnection', { as: user, path: { id } }))
    },
  ),
  defineRule(
    {
      id: 'life-cycle.locked-user',
      title: 'A user whose connection is being imported cannot be deleted',
      versions: both,
      evidence: documented('deleteAuthorizedUser, response 423'),
      needs,
    },
    async (target) => {
      await expectLocked(target, ({ user }) => target.call('deleteAuthorizedUser', { as: user }))
    },
  ),
]

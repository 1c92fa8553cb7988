import { documented, measured } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser, importedData } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import { both, defineRule, skip } from '../../rule.ts'

const needs = ['imported-data'] as const
const evidence = documented('getAllBankConnections')

export const bankConnectionReadRules = [
  defineRule(
    {
      id: 'connections.none-yet',
      title: 'A new user has no connections',
      versions: both,
      evidence: measured('a fresh user'),
      needs: [],
    },
    async (target) => {
      const list = expectSuccess(await target.call('getAllBankConnections', { as: await emptyUser(target) }))
      expectEqual(list.connections, [], 'connections of a new user')
    },
  ),
  defineRule(
    {
      id: 'connections.read-one',
      title: 'A connection read by its id is the connection in the list',
      versions: both,
      evidence: documented('getBankConnection'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const { connections } = expectSuccess(await target.call('getAllBankConnections', { as: user }))
      const path = { id: connection.id }
      const read = expectSuccess(await target.call('getBankConnection', { as: user, path }))
      expectEqual(
        read,
        connections.find(({ id }) => id === connection.id),
        'the connection by id against the list',
      )
    },
  ),
  defineRule(
    {
      id: 'connections.not-paged',
      title: 'Connections come in one list without pages',
      versions: both,
      evidence: documented('BankConnectionList'),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const list = expectSuccess(await target.call('getAllBankConnections', { as: user }))
      expectThat(!('paging' in list), 'the response has no paging')
    },
  ),
  defineRule(
    {
      id: 'connections.filter-ids',
      title: 'The filter by ids lists exactly these connections',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { user, connection, second } = await importedData(target)
      if (!second) return skip('only one demo connection to choose from')
      const list = expectSuccess(await target.call('getAllBankConnections', { as: user, query: { ids: [second.id] } }))
      expectEqual(listIds(list.connections), [second.id], `ids listed, without ${connection.id}`)
    },
  ),
  defineRule(
    {
      id: 'connections.unknown',
      title: 'A connection that does not exist is not found',
      versions: both,
      evidence: documented('getBankConnection, response 404'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const path = { id: 999_999_999_999 }
      expectError(await target.call('getBankConnection', { as, path }), { status: 404, code: 'UNKNOWN_ENTITY' })
      expectError(await target.call('deleteBankConnection', { as, path }), { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'connections.hide-secrets',
      title: 'A connection never shows the PIN it was imported with',
      versions: both,
      evidence: documented('LoginCredentialResource, value'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const read = expectSuccess(await target.call('getBankConnection', { as: user, path: { id: connection.id } }))
      const values = read.interfaces.flatMap(({ loginCredentials }) =>
        loginCredentials.map(({ label, value }) => ({ label, value })),
      )
      expectThat(values.length > 0, 'every login field of the interface is listed')
      const secretLabels = new Set(
        read.bank.interfaces.flatMap((one) =>
          one.loginCredentials.filter(({ isSecret }) => isSecret).map(({ label }) => label),
        ),
      )
      expectEvery(
        values.filter(({ label }) => secretLabels.has(label)),
        ({ value }) => value === null || value === undefined || value === 'XXXXX',
        'is masked or absent',
      )
    },
  ),
  defineRule(
    {
      id: 'connections.embed-the-bank',
      title: 'A connection contains the bank as the list of banks shows it',
      versions: both,
      evidence: documented('BankConnection, bank'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const bank = expectSuccess(await target.call('getBank', { as: user, path: { id: connection.bank.id } }))
      expectEqual(
        [connection.bank.blz, connection.bank.name, connection.bank.isTestBank],
        [bank.blz, bank.name, bank.isTestBank],
        'blz, name and isTestBank of the bank',
      )
    },
  ),
  defineRule(
    {
      id: 'connections.several-by-path',
      title: 'Several connections are read by a list of ids in the path, unknown ones left out',
      versions: ['v1'],
      evidence: documented('getMultipleBankConnections'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const path = { ids: `${connection.id},999999999999` }
      const list = expectSuccess(await target.call('getMultipleBankConnections', { as: user, path }))
      expectEqual(listIds(list.connections), [connection.id], 'ids listed')
    },
  ),
]

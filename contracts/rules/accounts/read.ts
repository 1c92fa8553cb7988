import { documented, measured } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectPresent, expectSuccess, expectThat } from '../../expect.ts'
import { listAccounts } from '../../flows/accounts.ts'
import { emptyUser, importedData, listAccountsOf } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import { both, defineRule } from '../../rule.ts'
import { readInterfaceName } from '../../targets/demo-banks.ts'
import { readInstant } from '../../time.ts'

const needs = ['imported-data'] as const

/** Returns the remainder of an IBAN, which is 1 if its check digits are right; letters count as 10 to 35. */
const ibanRemainder = (iban: string): number =>
  [...`${iban.slice(4)}${iban.slice(0, 4)}`]
    .map((character) => Number.parseInt(character, 36).toString())
    .join('')
    .split('')
    .reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0)

export const accountReadRules = [
  defineRule(
    {
      id: 'accounts.none-yet',
      title: 'A new user has no accounts',
      versions: both,
      evidence: measured('a fresh user'),
      needs: [],
    },
    async (target) => {
      expectEqual(await listAccounts(target, { user: await emptyUser(target) }), [], 'accounts of a new user')
    },
  ),
  defineRule(
    {
      id: 'accounts.belong-to-connection',
      title: 'A connection lists exactly the accounts that name it',
      versions: both,
      evidence: documented('BankConnection, accountIds'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const all = await listAccounts(target, { user })
      const mine = all.filter(({ bankConnectionId }) => bankConnectionId === connection.id)
      expectEqual(listIds(mine).sort(), [...connection.accountIds].sort(), 'ids of the accounts of the connection')
    },
  ),
  defineRule(
    {
      id: 'accounts.read-one',
      title: 'An account read by its id is the account in the list',
      versions: both,
      evidence: documented('getAccount'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      for (const account of await listAccountsOf(target, user, connection.id)) {
        const read = expectSuccess(await target.call('getAccount', { as: user, path: { id: account.id } }))
        expectEqual(read, account, `account ${account.id} by id against the list`)
      }
    },
  ),
  defineRule(
    {
      id: 'accounts.unknown',
      title: 'An account that does not exist is not found',
      versions: both,
      evidence: documented('getAccount, response 404'),
      needs: [],
    },
    async (target) => {
      const response = await target.call('getAccount', { as: await emptyUser(target), path: { id: 999_999_999_999 } })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'accounts.not-paged',
      title: 'Accounts come in one list, whatever page is requested',
      versions: both,
      evidence: measured('perPage on /accounts is ignored'),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const all = await listAccounts(target, { user })
      const response = await target.call('getAndSearchAllAccounts', { as: user, query: { perPage: 1 } })
      const body = expectSuccess(response)
      expectThat(!('paging' in body), 'the response has no paging')
      expectEqual(body.accounts.length, all.length, 'number of accounts with perPage=1')
    },
  ),
  defineRule(
    {
      id: 'accounts.money-is-a-number',
      title: 'Balances are numbers in whole cents',
      versions: both,
      evidence: documented('Account, balance'),
      needs,
    },
    async (target) => {
      const accounts = await listAccounts(target, await importedData(target))
      const balances = accounts
        .map(({ balance }) => balance)
        .filter((balance) => balance !== null && balance !== undefined)
      expectThat(balances.length > 0, 'some account has a balance')
      expectEvery(
        balances,
        (balance) => typeof balance === 'number' && Math.abs(balance * 100 - Math.round(balance * 100)) < 1e-4,
        'is a number in whole cents',
      )
    },
  ),
  defineRule(
    {
      id: 'accounts.ibans',
      title: 'Where an account has an IBAN, its check digits are right',
      versions: both,
      evidence: documented('Account, iban'),
      needs,
    },
    async (target) => {
      const ibans = (await listAccounts(target, await importedData(target))).flatMap(({ iban }) => (iban ? [iban] : []))
      expectThat(ibans.length > 0, 'some account has an IBAN')
      expectEvery(ibans, (iban) => ibanRemainder(iban) === 1, 'is a valid IBAN')
    },
  ),
  defineRule(
    {
      id: 'accounts.interfaces',
      title: 'Every account names the interface it was imported through and when',
      versions: both,
      evidence: documented('Account, interfaces'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const imported = connection.interfaces.map((one) => readInterfaceName(one))
      for (const { interfaces } of await listAccountsOf(target, user, connection.id)) {
        const names = interfaces.map((one) => readInterfaceName(one))
        expectThat(
          names.some((name) => imported.includes(name)),
          `the account has an interface of its connection (${imported.join(', ')}), got ${names.join(', ') || 'none'}`,
        )
        // Other interfaces of the account have nothing to do with this import.
        for (const one of interfaces.filter((candidate) => imported.includes(readInterfaceName(candidate)))) {
          const at = readInstant(target.version, one.lastSuccessfulUpdate)
          expectPresent(at, `lastSuccessfulUpdate "${one.lastSuccessfulUpdate}" as a time`)
        }
      }
    },
  ),
  defineRule(
    {
      id: 'accounts.several-by-path',
      title: 'Several accounts are read by a list of ids in the path, unknown ones left out',
      versions: ['v1'],
      evidence: documented('getMultipleAccounts'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const [id] = connection.accountIds
      const path = { ids: `${id},999999999999` }
      const { accounts } = expectSuccess(await target.call('getMultipleAccounts', { as: user, path }))
      expectEqual(listIds(accounts), [id], 'ids listed')
    },
  ),
]

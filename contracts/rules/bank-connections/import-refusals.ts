import { documented, measured } from '../../evidence.ts'
import { expectError } from '../../expect.ts'
import { importedData, listAccountsOf } from '../../flows/fixtures.ts'
import { startImport } from '../../flows/import-flow.ts'
import { tryImport } from '../../flows/try-import.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'

const needs = ['direct-import', 'embedded-bank'] as const
const evidence = documented('importBankConnection, responses 400 and 422')

const interfaceField = (target: Target): string => (target.version === 'v1' ? 'interface' : 'bankingInterface')

/** Rules about invalid first requests. */
export const importRefusalRules = [
  defineRule(
    {
      id: 'import.unknown-bank',
      title: 'A bank that does not exist cannot be imported',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const response = await tryImport(target, { bankId: 999_999_999_999 })
      expectError(response, { status: 422, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    { id: 'import.without-bank', title: 'An import has to name a bank', versions: both, evidence, needs },
    async (target) => {
      expectError(await tryImport(target, { bankId: undefined }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'import.without-interface',
      title: 'An import has to name an interface',
      versions: ['v2'],
      evidence: measured('a v2 import without bankingInterface is a bad request'),
      needs,
    },
    async (target) => {
      expectError(await tryImport(target, { bankingInterface: undefined }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'import.v1-name-of-the-interface',
      title: 'A body with the field name of v1 is refused',
      versions: ['v2'],
      evidence: measured('a v2 import with `interface` is unreadable'),
      needs,
    },
    async (target) => {
      const { interfaceName } = await target.demoBank('embedded')
      const response = await tryImport(target, { bankingInterface: undefined, interface: interfaceName })
      expectError(response, { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'import.interface-the-bank-lacks',
      title: 'An interface that the bank does not have is refused',
      versions: both,
      evidence: documented('importBankConnection, response 400'),
      needs: ['direct-import', 'redirect-bank'],
    },
    async (target) => {
      const response = await tryImport(target, { [interfaceField(target)]: 'FINTS_SERVER' }, 'redirect')
      expectError(response, { status: 400, code: 'BAD_REQUEST' })
    },
  ),
  defineRule(
    {
      id: 'import.unknown-interface',
      title: 'An interface that does not exist is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      expectError(await tryImport(target, { [interfaceField(target)]: 'TELEPATHY' }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'import.download-range',
      title: 'Days to download outside 14 to 3650 are refused',
      versions: both,
      evidence: documented('importBankConnection, maxDaysForDownload'),
      needs,
    },
    async (target) => {
      for (const maxDaysForDownload of [-1, 13, 3651])
        expectError(await tryImport(target, { maxDaysForDownload }), { status: [400, 422] })
    },
  ),
  defineRule(
    {
      id: 'import.no-account-of-the-type',
      title: 'A filter by account type that matches no account is refused',
      versions: both,
      evidence: documented('importBankConnection, NO_ACCOUNTS_FOR_TYPE_LIST'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedData(target)
      const known = new Set((await listAccountsOf(target, user, connection.id)).map(({ accountType }) => accountType))
      const type = (['Bausparen', 'Loan', 'Membership'] as const).find((candidate) => !known.has(candidate))
      if (!type) return skip('the demo bank has accounts of every type')
      const { response } = await startImport(target, await target.borrowUser(), await target.demoBank('embedded'), {
        login: target.settings.demo.withoutSca,
        overrides: { accountTypes: [type] },
      })
      expectError(response, { status: 422, code: 'NO_ACCOUNTS_FOR_TYPE_LIST' })
    },
  ),
  defineRule(
    {
      id: 'import.long-name',
      title: 'A name of more than 64 characters is refused',
      versions: ['v2'],
      evidence: documented('ImportBankConnectionParams, name'),
      needs,
    },
    async (target) => {
      expectError(await tryImport(target, { name: 'n'.repeat(65) }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'import.client-token',
      title: 'A client token cannot import',
      versions: both,
      evidence: documented('required token kind of importBankConnection'),
      needs,
    },
    async (target) => {
      const body = target.importRequest(await target.demoBank('embedded'))
      expectError(await target.call('importBankConnection', { body }), { status: 403 })
    },
  ),
]

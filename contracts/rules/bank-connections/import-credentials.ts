import { described, documented } from '../../evidence.ts'
import { expectError } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { startImport } from '../../flows/import-flow.ts'
import { tryImport } from '../../flows/try-import.ts'
import { both, defineRule, skip } from '../../rule.ts'

const needs = ['direct-import', 'embedded-bank'] as const
const evidence = documented('importBankConnection, loginCredentials')
const ILLEGAL = { status: 422, code: 'ILLEGAL_FIELD_VALUE' } as const

/** Rules about login credentials. */
export const importCredentialRules = [
  defineRule(
    {
      id: 'import.wrong-login',
      title: 'Wrong credentials are refused by the bank',
      versions: both,
      evidence: described('finAPI test bank, simulated errors'),
      needs,
    },
    async (target) => {
      const login = { user: 'demo', password: 'not-the-pin' }
      const bank = await target.demoBank('embedded')
      const { response } = await startImport(target, await emptyUser(target), bank, { login })
      expectError(response, { status: 422, code: 'BANK_SERVER_REJECTION', type: 'BUSINESS' })
    },
  ),
  defineRule(
    {
      id: 'import.without-credentials',
      title: 'An import without any credentials is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      expectError(await tryImport(target, { loginCredentials: undefined }), ILLEGAL)
    },
  ),
  defineRule(
    {
      id: 'import.without-secret',
      title: 'Credentials need a secret where the interface has one',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { loginFields } = await target.demoBank('embedded')
      const visible = loginFields.find(({ isSecret }) => !isSecret)
      const loginCredentials = [{ label: visible?.label, value: 'demo' }]
      expectError(await tryImport(target, { loginCredentials }), ILLEGAL)
    },
  ),
  defineRule(
    {
      id: 'import.unknown-credential',
      title: 'A credential that the interface does not ask for is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const bank = await target.demoBank('embedded')
      const { loginCredentials } = target.importRequest(bank)
      if (!Array.isArray(loginCredentials)) return skip('the bank asks for no credentials')
      const extended = [...loginCredentials, { label: 'Shoe size', value: '42' }]
      expectError(await tryImport(target, { loginCredentials: extended }), ILLEGAL)
    },
  ),
]

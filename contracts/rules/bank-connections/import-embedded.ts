import { concluded, described, guide } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess, expectThat } from '../../expect.ts'
import { beginImport, beginTan } from '../../flows/begin-import.ts'
import { importedBy, importWithoutSca, listAccountsOf } from '../../flows/fixtures.ts'
import { advanceUntil, completeImport, readChallenge, reply, startImport } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'
import { readInterfaceName } from '../../targets/demo-banks.ts'

const needs = ['direct-import', 'embedded-bank'] as const

export const importEmbeddedRules = [
  defineRule(
    {
      id: 'embedded.message-is-the-challenge',
      title: "The error's message is the bank's challenge message",
      versions: both,
      evidence: guide('embedded approach, step 4'),
      needs,
    },
    async (target) => {
      const { response } = await beginTan(target)
      const { error } = expectError(response, { status: 510 })
      expectEqual(error.message, error.multiStepAuthentication?.challengeMessage, 'message of the error')
    },
  ),
  defineRule(
    {
      id: 'embedded.right-tan',
      title: 'The right TAN completes the import',
      versions: both,
      evidence: guide('embedded approach, step 6'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const done = await reply(flow, { challengeResponse: target.settings.demo.tan })
      const connection = expectSuccess(done.response, 201)
      expectEqual(connection.bank.id, flow.bank.bankId, 'bank of the connection')
      const names = connection.interfaces.map((one) => readInterfaceName(one))
      expectEqual(names, [flow.bank.interfaceName], 'interfaces of the connection')
    },
  ),
  defineRule(
    {
      id: 'embedded.without-sca',
      title: 'The login without SCA imports at once',
      versions: both,
      evidence: described('finAPI test bank'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const connection = await importWithoutSca(target, user)
      expectThat(connection.accountIds.length > 0, 'the connection lists its accounts')
    },
  ),
  defineRule(
    {
      id: 'embedded.own-hash',
      title: 'Every import has a hash of its own',
      versions: both,
      evidence: concluded('the hash names one flow'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const hashes = [
        readChallenge(await beginImport(target, 'embedded', user)).hash,
        readChallenge(await beginImport(target, 'embedded', user)).hash,
      ]
      expectThat(hashes[0] !== hashes[1], `two imports have different hashes, got ${hashes[0]} twice`)
    },
  ),
  defineRule(
    {
      id: 'embedded.data-arrives',
      title: 'An import by the embedded approach ends with accounts to read',
      versions: both,
      evidence: guide('steps 2 and 3'),
      needs,
    },
    async (target) => {
      const { user, connection } = await importedBy(target, 'embedded')
      const accounts = await listAccountsOf(target, user, connection.id)
      expectThat(accounts.length > 0, 'the connection has accounts')
    },
  ),
  defineRule(
    {
      id: 'embedded.guide-login',
      title: 'The login and TAN of the import guide complete its embedded flow',
      versions: both,
      evidence: guide('embedded approach'),
      needs: [...needs, 'guide-login'],
    },
    async (target) => {
      const { guide: login } = target.settings.demo
      const bank = await target.demoBank('embedded')
      const start = await startImport(target, await target.borrowUser(), bank, { login })
      const asked = await advanceUntil(start, ({ status }) => status === 'CHALLENGE_RESPONSE_REQUIRED')
      await completeImport(await reply(asked, { challengeResponse: login.tan }))
    },
  ),
]

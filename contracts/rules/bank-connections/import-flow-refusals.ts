import { concluded, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess } from '../../expect.ts'
import { beginChoice, beginTan } from '../../flows/begin-import.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { completeImport, readChallenge, reply, startImport } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'

const needs = ['direct-import', 'embedded-bank'] as const
const NO_CHALLENGE = { status: 422, code: 'NO_EXISTING_CHALLENGE' } as const
const INVENTED_HASH = '0123456789abcdef0123456789abcdef'

/** Rules about wrong hashes, TANs and procedures in the middle of a flow. */
export const importFlowRefusalRules = [
  defineRule(
    {
      id: 'import.wrong-tan',
      title: 'A wrong TAN is refused by the bank and leaves no connection behind',
      versions: both,
      evidence: concluded('BANK_SERVER_REJECTION is the code for refusals of a bank'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const { response } = await reply(flow, { challengeResponse: '000000' })
      expectError(response, { status: 422, code: 'BANK_SERVER_REJECTION', type: 'BUSINESS' })
      const { connections } = expectSuccess(await target.call('getAllBankConnections', { as: flow.user }))
      expectEqual(connections, [], 'connections after a wrong TAN')
    },
  ),
  defineRule(
    {
      id: 'import.unknown-procedure',
      title: 'A procedure that the bank did not offer is refused',
      versions: both,
      evidence: concluded('the list in the challenge is the one to choose from'),
      needs,
    },
    async (target) => {
      const { flow } = await beginChoice(target)
      const { response } = await reply(flow, { twoStepProcedureId: 'no-such-procedure' })
      expectError(response, { status: [400, 422] })
    },
  ),
  defineRule(
    {
      id: 'import.unknown-hash',
      title: 'A hash that was never issued is refused',
      versions: both,
      evidence: documented('importBankConnection, NO_EXISTING_CHALLENGE'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const { response } = await reply(flow, { hash: INVENTED_HASH, challengeResponse: target.settings.demo.tan })
      expectError(response, NO_CHALLENGE)
    },
  ),
  defineRule(
    {
      id: 'import.answer-without-flow',
      title: 'A TAN is refused when no challenge is waiting for one',
      versions: both,
      evidence: documented('importBankConnection, NO_EXISTING_CHALLENGE'),
      needs,
    },
    async (target) => {
      const bank = await target.demoBank('embedded')
      const { response } = await startImport(target, await emptyUser(target), bank, {
        overrides: { multiStepAuthentication: { hash: INVENTED_HASH, challengeResponse: target.settings.demo.tan } },
      })
      expectError(response, NO_CHALLENGE)
    },
  ),
  defineRule(
    {
      id: 'import.foreign-hash',
      title: "Another user's hash is refused",
      versions: both,
      evidence: concluded('the flow belongs to the user who began it'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const { hash } = readChallenge(flow)
      const thief = { ...flow, user: await emptyUser(target) }
      const { response } = await reply(thief, { hash, challengeResponse: target.settings.demo.tan })
      expectError(response, NO_CHALLENGE)
    },
  ),
  defineRule(
    {
      id: 'import.used-hash',
      title: 'The hash of a finished import is refused',
      versions: both,
      evidence: concluded('the flow is over'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const { hash } = readChallenge(flow)
      const challengeResponse = target.settings.demo.tan
      expectSuccess((await reply(flow, { hash, challengeResponse })).response, 201)
      expectError((await reply(flow, { hash, challengeResponse })).response, { status: 422 })
    },
  ),
  defineRule(
    {
      id: 'import.hash-of-another-bank',
      title: 'A hash does not carry over to another login',
      versions: both,
      evidence: concluded('all fields of the first request have to be repeated'),
      needs,
    },
    async (target) => {
      const flow = await beginTan(target)
      const other = target.importRequest(flow.bank, { login: target.settings.demo.withoutSca })
      const { response } = await reply(flow, { challengeResponse: target.settings.demo.tan }, other)
      expectError(response, { status: 422 })
    },
  ),
  defineRule(
    {
      id: 'import.same-again',
      title: 'The same login at the same bank is not imported twice',
      versions: both,
      evidence: documented('importBankConnection, ENTITY_EXISTS'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const bank = await target.demoBank('embedded')
      const login = target.settings.demo.withoutSca
      expectSuccess((await startImport(target, user, bank, { login })).response, 201)
      const { response } = await startImport(target, user, bank, { login })
      expectError(response, { status: 422, code: 'ENTITY_EXISTS' })
    },
  ),
  defineRule(
    {
      id: 'import.another-login',
      title: 'Another login at the same bank makes another connection',
      versions: both,
      evidence: documented('importBankConnection, ENTITY_EXISTS'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const bank = await target.demoBank('embedded')
      const first = await startImport(target, user, bank, { login: target.settings.demo.withoutSca })
      const one = expectSuccess(first.response, 201)
      const other = await completeImport(await startImport(target, user, bank))
      const { connections } = expectSuccess(await target.call('getAllBankConnections', { as: user }))
      expectEqual(
        connections.map(({ id }) => id).sort(),
        [one.id, other.id].sort(),
        'ids of the connections of a user with two logins',
      )
    },
  ),
]

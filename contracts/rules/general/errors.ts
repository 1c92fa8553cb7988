import { described, documented, measured } from '../../evidence.ts'
import { expectEqual, expectError, expectMatch, expectPresent, expectStatus, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { startImport } from '../../flows/import-flow.ts'
import { both, defineRule } from '../../rule.ts'
import type { Target } from '../../targets/target.ts'
import { readInstant } from '../../time.ts'

const evidence = documented('ErrorMessage')
const CLOCK_TOLERANCE = 20 * 60_000

const unknownAccount = async (target: Target) =>
  expectError(await target.call('getAccount', { as: await emptyUser(target), path: { id: 999_999_999_999 } }), {
    status: 404,
  }).body

/** Posts a body to an operation that every client may call, whatever its licence. */
const postUser = async (target: Target, type: string, body: string) => {
  const headers = { 'content-type': type, authorization: `Bearer ${await target.clientToken()}` }
  return target.send({ method: 'POST', path: `/api/${target.version}/users`, headers, body })
}

const createAuthorization = async (target: Target) => ({
  authorization: `Bearer ${(await emptyUser(target)).accessToken}`,
})

export const errorRules = [
  defineRule(
    {
      id: 'errors.endpoint',
      title: 'An error names the method and path that were called',
      versions: both,
      evidence,
      needs: [],
    },
    async (target) => {
      const { endpoint } = await unknownAccount(target)
      expectEqual(endpoint, `GET /api/${target.version}/accounts/999999999999`, 'endpoint')
    },
  ),
  defineRule(
    {
      id: 'errors.date',
      title: 'The date of an error is now, in the form and time zone of the version',
      versions: both,
      evidence,
      needs: [],
    },
    async (target) => {
      const { date } = await unknownAccount(target)
      const at = expectPresent(readInstant(target.version, date), `date "${date}" as a time`)
      const age = Math.abs(target.now() - at.getTime())
      expectThat(age < CLOCK_TOLERANCE, `the date of the error is now, got ${date}`)
    },
  ),
  defineRule(
    {
      id: 'errors.auth-context',
      title: 'An error says in whose context it happened',
      versions: both,
      evidence,
      needs: [],
    },
    async (target) => {
      expectMatch((await unknownAccount(target)).authContext, /^\S+\/\S+$/, 'authContext')
    },
  ),
  defineRule(
    {
      id: 'errors.plain-without-challenge',
      title: 'An error that requires no authentication contains no challenge',
      versions: both,
      evidence: described('error responses'),
      needs: [],
    },
    async (target) => {
      const [error] = (await unknownAccount(target)).errors
      expectThat(!error?.multiStepAuthentication, 'multiStepAuthentication has no value')
    },
  ),
  defineRule(
    {
      id: 'errors.name-the-bank',
      title: 'An error of a call to a bank names the bank, other errors name none',
      versions: both,
      evidence,
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => {
      const bank = await target.demoBank('embedded')
      const { response } = await startImport(target, await emptyUser(target), bank)
      expectMatch(expectError(response, { status: 510 }).body.bank, new RegExp(`^${bank.blz}\\s*-\\s*\\S`), 'bank')
      expectThat(!(await unknownAccount(target)).bank, 'an error that is not about a bank names none')
    },
  ),
  defineRule(
    {
      id: 'errors.malformed-json',
      title: 'A body that is no JSON is refused',
      versions: both,
      evidence: documented('response 400'),
      needs: [],
    },
    async (target) => {
      const response = await postUser(target, 'application/json', '{"password": "half a str')
      expectError(response, { status: 400, code: 'BAD_REQUEST' })
    },
  ),
  defineRule(
    {
      id: 'errors.wrong-content-type',
      title: 'A body that is declared as plain text is refused',
      versions: both,
      evidence: documented('ErrorCode, UNSUPPORTED_MEDIA_TYPE'),
      needs: [],
    },
    async (target) => {
      // Only the code is documented; 415 is HTTP's status for it, and clients handle 400 alike.
      expectError(await postUser(target, 'text/plain', '{}'), { status: [415, 400] })
    },
  ),
  defineRule(
    {
      id: 'errors.wrong-type',
      title: 'A field of the wrong type is refused',
      versions: both,
      evidence: documented('response 400'),
      needs: [],
    },
    async (target) => {
      const response = await target.call('createUser', { body: { isAutoUpdateEnabled: 'now and then' } })
      expectError(response, { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'errors.unmapped-path',
      title: 'A path that does not exist is not found',
      versions: both,
      evidence: measured('unmapped paths are a 404'),
      needs: [],
    },
    async (target) => {
      const path = `/api/${target.version}/noSuchThing`
      expectStatus(await target.send({ method: 'GET', path, headers: await createAuthorization(target) }), 404)
    },
  ),
  defineRule(
    {
      id: 'errors.wrong-method',
      title: 'A method that a path does not have is not allowed',
      versions: both,
      evidence: measured('POST /accounts is a 405'),
      needs: [],
    },
    async (target) => {
      const path = `/api/${target.version}/accounts`
      const headers = { 'content-type': 'application/json', ...(await createAuthorization(target)) }
      expectStatus(await target.send({ method: 'POST', path, headers, body: '{}' }), 405)
    },
  ),
]

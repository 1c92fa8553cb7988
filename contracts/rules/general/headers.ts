import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectMatch, expectStatus, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { both, defineRule } from '../../rule.ts'

const requestId = documented('X-Request-Id')

export const headerRules = [
  defineRule(
    {
      id: 'headers.request-id-is-echoed',
      title: 'The request id of the client comes back, in success and in error',
      versions: both,
      evidence: requestId,
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const headers = { 'x-request-id': 'contract rule, "any" text' }
      const good = await target.call('getAuthorizedUser', { as, headers })
      expectSuccess(good)
      expectEqual(good.headers['x-request-id'], headers['x-request-id'], 'X-Request-Id of a success')
      const bad = await target.call('getAccount', { as, path: { id: 999_999_999_999 }, headers })
      const { body } = expectError(bad, { status: 404 })
      expectEqual(bad.headers['x-request-id'], headers['x-request-id'], 'X-Request-Id of an error')
      expectEqual(body.requestId, headers['x-request-id'], 'requestId in the error')
    },
  ),
  defineRule(
    {
      id: 'headers.request-id-is-generated',
      title: 'A request without an id gets one of its own',
      versions: both,
      evidence: requestId,
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const first = await target.call('getAccount', { as, path: { id: 999_999_999_999 } })
      const second = await target.call('getAccount', { as, path: { id: 999_999_999_999 } })
      const id = expectMatch(first.headers['x-request-id'], /^\S+$/, 'X-Request-Id of the response')
      expectEqual(expectError(first, { status: 404 }).body.requestId, id, 'requestId in the error')
      expectThat(second.headers['x-request-id'] !== id, 'two requests get different ids')
    },
  ),
  defineRule(
    {
      id: 'headers.long-request-id',
      title: 'A request id of 255 characters is taken, one of 256 is refused',
      versions: both,
      evidence: requestId,
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const withId = (length: number) =>
        target.call('getAuthorizedUser', { as, headers: { 'x-request-id': 'r'.repeat(length) } })
      expectStatus(await withId(255), 200)
      expectError(await withId(256), { status: [400, 422] })
    },
  ),
  defineRule(
    {
      id: 'headers.json',
      title: 'Responses say that they are JSON',
      versions: both,
      evidence: documented('content types'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const good = await target.call('getAndSearchAllBanks', { as, query: { perPage: 1 } })
      const bad = await target.call('getBank', { as, path: { id: 999_999_999_999 } })
      for (const response of [good, bad])
        expectMatch(response.headers['content-type'], /^application\/([\w.-]+\+)?json\b/, 'Content-Type')
    },
  ),
  defineRule(
    {
      id: 'headers.method-override',
      title: 'A POST that says it is a DELETE is one',
      versions: both,
      evidence: documented('X-HTTP-Method-Override'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const response = await target.send({
        method: 'POST',
        path: `/api/${target.version}/bankConnections/999999999999`,
        headers: { authorization: `Bearer ${as.accessToken}`, 'x-http-method-override': 'DELETE' },
      })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'headers.psu-address',
      title: 'An address of the PSU that is no IPv4 is replaced, not refused',
      versions: both,
      evidence: documented('PSU-IP-Address'),
      needs: ['direct-import', 'embedded-bank'],
    },
    async (target) => {
      const response = await target.call('importBankConnection', {
        as: await emptyUser(target),
        body: target.importRequest(await target.demoBank('embedded')),
        headers: { 'psu-ip-address': '2001:db8::1', 'psu-device-os': 'iOS', 'psu-user-agent': 'Safari' },
      })
      expectError(response, { status: 510, code: 'ADDITIONAL_AUTHENTICATION_REQUIRED' })
    },
  ),
]

import { assumedByClients, concluded, described, documented } from '../../evidence.ts'
import { expectEqual, expectOAuthError, expectStatus } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { tryToken } from '../../flows/tokens.ts'
import { both, defineRule } from '../../rule.ts'
import { requestToken } from '../../targets/users.ts'

const needs = [] as const
const evidence = documented('getToken, responses 400 and 401')

export const tokenRefusalRules = [
  defineRule(
    { id: 'oauth.wrong-client-secret', title: 'A wrong client secret is refused', versions: both, evidence, needs },
    async (target) => {
      const client = { id: target.settings.client.id, secret: 'not-the-secret-of-this-client' }
      expectOAuthError(await requestToken(target, { grant_type: 'client_credentials' }, client))
    },
  ),
  defineRule(
    { id: 'oauth.unknown-client', title: 'An unknown client is refused', versions: both, evidence, needs },
    async (target) => {
      const client = { id: 'no-such-client-anywhere', secret: target.settings.client.secret }
      expectOAuthError(await requestToken(target, { grant_type: 'client_credentials' }, client))
    },
  ),
  defineRule(
    { id: 'oauth.wrong-password', title: 'A wrong password of a user is refused', versions: both, evidence, needs },
    async (target) => {
      const user = await target.borrowUser()
      const fields = { grant_type: 'password', username: user.id, password: `${user.password}-not` }
      expectStatus(await requestToken(target, fields), 400)
    },
  ),
  defineRule(
    { id: 'oauth.unknown-user', title: 'A user that does not exist gets no token', versions: both, evidence, needs },
    async (target) => {
      const fields = { grant_type: 'password', username: 'no-such-user', password: 'whatever-it-is' }
      expectStatus(await requestToken(target, fields), 400)
    },
  ),
  defineRule(
    { id: 'oauth.unknown-grant', title: 'An unknown grant type is refused', versions: both, evidence, needs },
    async (target) => {
      expectStatus(await requestToken(target, { grant_type: 'sorcery' }), 400)
    },
  ),
  defineRule(
    {
      id: 'oauth.unknown-refresh-token',
      title: 'An unknown refresh token is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const fields = { grant_type: 'refresh_token', refresh_token: 'no-such-token' }
      expectStatus(await requestToken(target, fields), 400)
    },
  ),
  defineRule(
    {
      id: 'oauth.unknown-access-token',
      title: 'A call with an unknown access token fails with invalid_token',
      versions: both,
      evidence: described('error responses, 401'),
      needs,
    },
    async (target) => expectOAuthError(await tryToken(target, 'no-such-token'), 'invalid_token'),
  ),
  defineRule(
    {
      id: 'oauth.missing-access-token',
      title: 'A call without an access token fails with 401',
      versions: both,
      evidence: documented('response 401 of every operation'),
      needs,
    },
    async (target) => expectOAuthError(await target.call('getAuthorizedUser', { as: 'nobody' })),
  ),
  defineRule(
    {
      id: 'oauth.missing-access-token-code',
      title: 'The error of a call without an access token is "unauthorized"',
      versions: both,
      evidence: assumedByClients('test stubs of a Java client'),
      needs,
    },
    async (target) => expectOAuthError(await target.call('getAuthorizedUser', { as: 'nobody' }), 'unauthorized'),
  ),
  defineRule(
    {
      id: 'oauth.refused-login-spares-token',
      title: 'A refused login leaves the token that is already out valid',
      versions: both,
      evidence: concluded('only the last of several failed logins in a row ends tokens'),
      needs,
    },
    async (target) => {
      const user = await emptyUser(target)
      await requestToken(target, { grant_type: 'password', username: user.id, password: 'mistyped-once' })
      expectEqual((await tryToken(target, user.accessToken)).status, 200, 'status of a call with the older token')
    },
  ),
]

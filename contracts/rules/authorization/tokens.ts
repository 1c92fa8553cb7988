import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { tryToken } from '../../flows/tokens.ts'
import { both, defineRule, skip } from '../../rule.ts'
import { requestToken } from '../../targets/users.ts'

const needs = [] as const
const evidence = documented('authorization, getToken')

export const tokenRules = [
  defineRule(
    {
      id: 'oauth.client-token',
      title: 'A client gets a bearer token without a refresh token',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const token = expectSuccess(await requestToken(target, { grant_type: 'client_credentials' }))
      expectEqual(token.token_type.toLowerCase(), 'bearer', 'token_type')
      expectThat(token.expires_in >= 0, `expires_in is a number of seconds, got ${token.expires_in}`)
      expectEqual(token.refresh_token, undefined, 'refresh_token of a client')
    },
  ),
  defineRule(
    {
      id: 'oauth.user-token',
      title: 'A user gets a bearer token and a refresh token',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { id, password } = await emptyUser(target)
      const token = expectSuccess(await requestToken(target, { grant_type: 'password', username: id, password }))
      expectEqual(token.token_type.toLowerCase(), 'bearer', 'token_type')
      expectThat(typeof token.refresh_token === 'string', 'refresh_token is a text')
      expectEqual((await tryToken(target, token.access_token)).status, 200, 'status of a call with the token')
    },
  ),
  defineRule(
    {
      id: 'oauth.same-client-token',
      title: 'The same client gets the same token while it is valid',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const first = expectSuccess(await requestToken(target, { grant_type: 'client_credentials' }))
      const second = expectSuccess(await requestToken(target, { grant_type: 'client_credentials' }))
      expectThat(first.access_token === second.access_token, 'two requests in a row get the same access token')
      expectThat(
        second.expires_in <= first.expires_in,
        `expires_in of the same token does not grow: ${first.expires_in}, then ${second.expires_in}`,
      )
    },
  ),
  defineRule(
    {
      id: 'oauth.same-user-token',
      title: 'The same user gets the same token while it is valid',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { id, password } = await emptyUser(target)
      const fields = { grant_type: 'password', username: id, password }
      const first = expectSuccess(await requestToken(target, fields))
      const second = expectSuccess(await requestToken(target, fields))
      expectThat(first.access_token === second.access_token, 'two requests in a row get the same access token')
    },
  ),
  defineRule(
    {
      id: 'oauth.tokens-differ-between-users',
      title: 'Two users never get the same token',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const one = await emptyUser(target)
      const other = await target.borrowUser()
      expectThat(one.accessToken !== other.accessToken, 'the access tokens of two users differ')
      const read = expectSuccess(await tryToken(target, other.accessToken))
      expectEqual(read.id.toLowerCase(), other.id.toLowerCase(), 'id of the user a token belongs to')
    },
  ),
  defineRule(
    {
      id: 'oauth.refresh',
      title: 'A refresh token yields a valid access token',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const refresh = user.refreshToken ?? skip('the target issued no refresh token')
      const token = expectSuccess(await requestToken(target, { grant_type: 'refresh_token', refresh_token: refresh }))
      const read = expectSuccess(await tryToken(target, token.access_token))
      expectEqual(read.id.toLowerCase(), user.id.toLowerCase(), 'id of the user the new token belongs to')
    },
  ),
  defineRule(
    {
      id: 'oauth.refresh-needs-refresh-token',
      title: 'An access token is not accepted as a refresh token',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const refresh_token = await target.clientToken()
      const response = await requestToken(target, { grant_type: 'refresh_token', refresh_token })
      expectEqual(response.status, 400, 'status of the refusal')
    },
  ),
  defineRule(
    {
      id: 'oauth.client-services-need-client-token',
      title: 'Client services refuse a user token',
      versions: both,
      evidence: documented('required token kind of createUser'),
      needs,
    },
    async (target) => {
      const user = await emptyUser(target)
      expectError(await target.call('createUser', { as: user, body: {} }), { status: 403 })
    },
  ),
]

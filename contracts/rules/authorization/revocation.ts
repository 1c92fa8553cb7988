import { concluded, documented } from '../../evidence.ts'
import { expectEqual, expectOAuthError, expectStatus, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { revoke, tryToken } from '../../flows/tokens.ts'
import { both, defineRule, skip } from '../../rule.ts'
import { logIn, requestToken } from '../../targets/users.ts'

const needs = [] as const
const evidence = documented('revokeToken')

export const tokenRevocationRules = [
  defineRule(
    {
      id: 'oauth.revoked-access-token',
      title: 'A revoked access token is invalid',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      expectStatus(await revoke(target, { token: user.accessToken, token_type_hint: 'access_token' }), 200)
      expectOAuthError(await tryToken(target, user.accessToken))
    },
  ),
  defineRule(
    {
      id: 'oauth.revoked-refresh-token',
      title: 'Revoking a refresh token also ends the access tokens of the same login',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const token = user.refreshToken ?? skip('the target issued no refresh token')
      expectStatus(await revoke(target, { token, token_type_hint: 'refresh_token' }), 200)
      expectOAuthError(await tryToken(target, user.accessToken))
      expectStatus(await requestToken(target, { grant_type: 'refresh_token', refresh_token: token }), 400)
    },
  ),
  defineRule(
    {
      id: 'oauth.revoked-access-spares-refresh',
      title: 'Revoking only the access token leaves the refresh token valid',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      const refresh_token = user.refreshToken ?? skip('the target issued no refresh token')
      expectStatus(await revoke(target, { token: user.accessToken, token_type_hint: 'access_token' }), 200)
      const token = expectSuccess(await requestToken(target, { grant_type: 'refresh_token', refresh_token }))
      expectEqual((await tryToken(target, token.access_token)).status, 200, 'status of a call with the new token')
    },
  ),
  defineRule(
    {
      id: 'oauth.new-token-after-revocation',
      title: 'A login after a revocation gets a fresh token',
      versions: both,
      evidence: concluded('the old token is not valid any more, so it is not handed out again'),
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      expectStatus(await revoke(target, { token: user.accessToken }), 200)
      const again = await logIn(target, user)
      expectThat(again.accessToken !== user.accessToken, 'the token after the revocation is another one')
      expectEqual((await tryToken(target, again.accessToken)).status, 200, 'status of a call with the new token')
    },
  ),
  defineRule(
    {
      id: 'oauth.revoke-unknown-token',
      title: 'Revoking a token that does not exist responds with success',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      expectStatus(await revoke(target, { token: 'no-such-token' }), 200)
    },
  ),
  defineRule(
    {
      id: 'oauth.revoke-unknown-hint',
      title: 'A token type that cannot be revoked is refused',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await emptyUser(target)
      expectStatus(await revoke(target, { token: user.accessToken, token_type_hint: 'id_token' }), 400)
      expectEqual((await tryToken(target, user.accessToken)).status, 200, 'status of a call with the spared token')
    },
  ),
  defineRule(
    {
      id: 'oauth.revoke-needs-client-token',
      title: 'A user token may not revoke tokens',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const user = await target.borrowUser()
      expectStatus(await revoke(target, { token: user.accessToken }, user), 403)
    },
  ),
]

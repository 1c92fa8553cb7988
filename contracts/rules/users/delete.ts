import { documented } from '../../evidence.ts'
import { expectOAuthError, expectStatus } from '../../expect.ts'
import { tryToken } from '../../flows/tokens.ts'
import { both, defineRule } from '../../rule.ts'
import { requestToken } from '../../targets/users.ts'

const needs = [] as const

export const userDeletionRules = [
  defineRule(
    {
      id: 'users.deletion',
      title: 'A deleted user is gone: no token works and none is given',
      versions: both,
      evidence: documented('deleteAuthorizedUser'),
      needs,
    },
    async (target) => {
      const user = await target.newUser()
      expectStatus(await target.call('deleteAuthorizedUser', { as: user }), 200)
      expectOAuthError(await tryToken(target, user.accessToken))
      const fields = { grant_type: 'password', username: user.id, password: user.password }
      expectStatus(await requestToken(target, fields), 400)
    },
  ),
]

import { documented } from '../../evidence.ts'
import { expectEqual, expectError, expectSuccess } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { tryToken } from '../../flows/tokens.ts'
import { both, defineRule } from '../../rule.ts'

const needs = [] as const

export const userReadRules = [
  defineRule(
    {
      id: 'users.password-is-masked',
      title: 'The password of a user is never readable again',
      versions: both,
      evidence: documented('User, password'),
      needs,
    },
    async (target) => {
      const user = await emptyUser(target)
      const read = expectSuccess(await tryToken(target, user.accessToken))
      expectEqual(read.password, 'XXXXX', 'password of a user that is read')
      expectEqual(read.id, user.id, 'id of a user that is read')
    },
  ),
  defineRule(
    {
      id: 'users.client-token-is-no-user',
      title: 'A client token neither reads nor deletes a user',
      versions: both,
      evidence: documented('required token kind'),
      needs,
    },
    async (target) => {
      expectError(await target.call('getAuthorizedUser'), { status: 403 })
      expectError(await target.call('deleteAuthorizedUser'), { status: 403 })
    },
  ),
]

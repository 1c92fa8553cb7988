import { documented } from '../../evidence.ts'
import { expectError } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { defineRule } from '../../rule.ts'

export const switchApiVersionRules = [
  defineRule(
    {
      id: 'admin.needs-its-own-client',
      title: 'Only the client of the mandator admin may move clients to another version',
      versions: ['v2'],
      evidence: documented('switchApiVersion, token kind'),
      needs: [],
    },
    async (target) => {
      // If the server accepts it against the rule, the client keeps the version that it has.
      const body = { apiVersion: 'V2' }
      expectError(await target.call('switchApiVersion', { body }), { status: 403 })
      expectError(await target.call('switchApiVersion', { as: await emptyUser(target), body }), { status: 403 })
    },
  ),
]

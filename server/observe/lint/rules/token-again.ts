import { documented } from '../../../../contracts/evidence.ts'
import { groupBy, numberOf, textOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

/** Several processes of a client each need a token of their own to begin with. */
const ALLOWED = 3

const GRANTS: ReadonlySet<string | undefined> = new Set(['client_credentials', 'password'])

export const tokenAgain: LintRule = {
  id: 'tokens.are-kept',
  title: 'A client keeps a token as long as it is valid',
  severity: 'hint',
  evidence: documented('getToken, expires_in'),
  check: ({ entries }) => {
    const granted = entries.filter(
      ({ operation, response, request }) =>
        operation === 'getToken' && response.status === 200 && GRANTS.has(textOf(request.body, 'grant_type')),
    )
    return [...groupBy(granted, ({ clientId, userId }) => `${clientId}/${userId ?? ''}`)].flatMap(([owner, group]) => {
      let validUntil = Number.NEGATIVE_INFINITY
      const again = group.filter(({ at, response }) => {
        const isAgain = Date.parse(at) < validUntil
        validUntil = Math.max(validUntil, Date.parse(at) + (numberOf(response.body, 'expires_in') ?? 0) * 1000)
        return isAgain
      })
      if (again.length <= ALLOWED) return []
      const [clientId, userId] = owner.split('/')
      const whose = userId ? `user ${userId}` : `client ${clientId}`
      return [
        {
          entryIds: again.map(({ id }) => id),
          message: `A token of ${whose} was requested ${again.length} times while one was valid. Keep the token until expires_in is nearly over: finAPI answers the same one anyway.`,
        },
      ]
    })
  },
}

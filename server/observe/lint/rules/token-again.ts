import { documented } from '../../../../contracts/evidence.ts'
import { groupBy, readNumber, readText } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

/** The number of repeated requests without a finding: each process of a client needs its own first token. */
const MAX_REPEATED = 3

const GRANTS: ReadonlySet<string | undefined> = new Set(['client_credentials', 'password'])

export const tokenAgain: LintRule = {
  id: 'tokens.are-kept',
  title: 'A client reuses a token while it is valid',
  severity: 'hint',
  evidence: documented('getToken, expires_in'),
  check: ({ entries }) => {
    const granted = entries.filter(
      ({ operation, response, request }) =>
        operation === 'getToken' && response.status === 200 && GRANTS.has(readText(request.body, 'grant_type')),
    )
    return [...groupBy(granted, ({ clientId, userId }) => `${clientId}/${userId ?? ''}`)].flatMap(([owner, group]) => {
      let validUntil = Number.NEGATIVE_INFINITY
      const repeated = group.filter(({ at, response }) => {
        const isRepeated = Date.parse(at) < validUntil
        validUntil = Math.max(validUntil, Date.parse(at) + (readNumber(response.body, 'expires_in') ?? 0) * 1000)
        return isRepeated
      })
      if (repeated.length <= MAX_REPEATED) return []
      const [clientId, userId] = owner.split('/')
      const whose = userId ? `user ${userId}` : `client ${clientId}`
      return [
        {
          entryIds: repeated.map(({ id }) => id),
          message: `A token of ${whose} was requested ${repeated.length} times while one was valid. Keep the token until shortly before it expires: finAPI returns the same one anyway.`,
        },
      ]
    })
  },
}

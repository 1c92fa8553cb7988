import type { Break } from '../../mutants/break.ts'
import {
  changeRequest,
  changeResponse,
  changeStatus,
  combine,
  isRoute,
  pretend,
  REVOKE,
  TOKEN,
} from '../../mutants/interferences.ts'
import type { Interference, ProxiedRequest } from '../../mutants/proxy.ts'

/** Reads the parameters of a revocation: v1 has them in the query, v2 in a form. */
const readRevocation = ({ url, body }: ProxiedRequest): URLSearchParams =>
  new URLSearchParams(url.search === '' ? body : url.search)

/** Responds to revocations that match, and does not forward them. */
const respondToRevocation =
  (fits: (asked: URLSearchParams) => boolean, status: number): Interference =>
  async (request, forward) =>
    isRoute(REVOKE)(request) && fits(readRevocation(request)) ? { status, headers: {}, body: '' } : forward(request)

/** Collects every token that was issued. */
const collectTokens = (tokens: Set<string>): Interference =>
  changeResponse(TOKEN, ({ body }) => {
    for (const [, token] of body.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) tokens.add(token ?? '')
  })

export const tokenRevocationBreaks: readonly Break[] = [
  {
    wrong: 'a revoked token is still valid',
    caughtBy: 'oauth.revoked-access-token',
    make: () => pretend(REVOKE),
  },
  {
    wrong: 'revoking a refresh token spares everything',
    caughtBy: 'oauth.revoked-refresh-token',
    make: () => respondToRevocation((asked) => asked.get('token_type_hint') === 'refresh_token', 200),
  },
  {
    wrong: 'revoking an access token takes the refresh token along',
    caughtBy: 'oauth.revoked-access-spares-refresh',
    make: () =>
      changeRequest(REVOKE, (request) => {
        request.url.searchParams.delete('token_type_hint')
        request.body = request.body.replace(/&?token_type_hint=[^&]*/, '')
      }),
  },
  {
    wrong: 'a login after a revocation gets the revoked token',
    caughtBy: 'oauth.new-token-after-revocation',
    make: () => pretend(REVOKE),
  },
  {
    wrong: 'an unknown token cannot be revoked',
    caughtBy: 'oauth.revoke-unknown-token',
    make: () => {
      const tokens = new Set<string>()
      return combine(
        collectTokens(tokens),
        respondToRevocation((asked) => !tokens.has(asked.get('token') ?? ''), 404),
      )
    },
  },
  {
    wrong: 'any kind of token can be revoked',
    caughtBy: 'oauth.revoke-unknown-hint',
    make: () => changeStatus(REVOKE, 400, 200),
  },
  {
    wrong: 'a user token revokes tokens',
    caughtBy: 'oauth.revoke-needs-client-token',
    make: () => changeStatus(REVOKE, 403, 200),
  },
]

import type { Break } from '../break.ts'
import {
  ANYTHING,
  changeAnswer,
  changeForm,
  changeKey,
  changeRequest,
  changeStatus,
  changeValues,
  isAbout,
  letPass,
  pretend,
  REVOKE,
  TOKEN,
  together,
  USERS,
} from '../interferences.ts'
import { isRecord } from '../json.ts'
import type { Interference, ProxiedRequest } from '../proxy.ts'

/** What is to be revoked: v1 says it in the query, v2 in the form. */
const revocation = ({ url, body }: ProxiedRequest): URLSearchParams =>
  new URLSearchParams(url.search === '' ? body : url.search)

/** Answers a revocation that fits the description itself, without asking. */
const answerRevocation =
  (fits: (asked: URLSearchParams) => boolean, status: number): Interference =>
  async (request, forward) =>
    isAbout(REVOKE)(request) && fits(revocation(request)) ? { status, headers: {}, body: '' } : forward(request)

/** Every token that was handed out. */
const handedOut = (tokens: Set<string>): Interference =>
  changeAnswer(TOKEN, ({ body }) => {
    for (const [, token] of body.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) tokens.add(token ?? '')
  })

const madeUpToken = { access_token: 'made-up', token_type: 'bearer', refresh_token: 'made-up', expires_in: 3600 }

export const tokenBreaks: readonly Break[] = [
  {
    wrong: 'a wrong client secret is accepted',
    caughtBy: 'oauth.wrong-client-secret',
    make: () => changeForm(TOKEN, (form) => form.set('client_secret', 'mock-secret')),
  },
  {
    wrong: 'an unknown client is a bad request',
    caughtBy: 'oauth.unknown-client',
    make: () => changeStatus(TOKEN, 401, 400),
  },
  {
    wrong: 'a wrong password is answered like a wrong client secret',
    caughtBy: 'oauth.wrong-password',
    make: () => changeStatus(TOKEN, 400, 401),
  },
  {
    wrong: 'an unknown user gets a token',
    caughtBy: 'oauth.unknown-user',
    make: () => letPass(TOKEN, 400, 200, madeUpToken),
  },
  {
    wrong: 'an unknown grant type fails inside',
    caughtBy: 'oauth.unknown-grant',
    make: () => changeStatus(TOKEN, 400, 500),
  },
  {
    wrong: 'an unknown refresh token is good for a token',
    caughtBy: 'oauth.unknown-refresh-token',
    make: () => letPass(TOKEN, 400, 200, madeUpToken),
  },
  {
    wrong: 'an access token passes as a refresh token',
    caughtBy: 'oauth.refresh-needs-refresh-token',
    make: () => letPass(TOKEN, 400, 200, madeUpToken),
  },
  {
    wrong: 'every request for a token gets another one',
    caughtBy: 'oauth.same-client-token',
    make: () => {
      const real = new Map<string, string>()
      return together(
        changeKey(TOKEN, 'access_token', (value) => {
          const other = `another-${real.size + 1}`
          real.set(other, String(value))
          return other
        }),
        changeRequest(ANYTHING, ({ headers }) => {
          const token = real.get(headers.authorization?.slice('Bearer '.length) ?? '')
          if (token) headers.authorization = `Bearer ${token}`
        }),
      )
    },
  },
  {
    wrong: 'every login of a user gets another token',
    caughtBy: 'oauth.same-user-token',
    make: () => {
      const real = new Map<string, string>()
      return together(
        changeValues(TOKEN, (_, value) => {
          if (!isRecord(value) || !('refresh_token' in value)) return value
          const other = `another-${real.size + 1}`
          real.set(other, String(value.access_token))
          return { ...value, access_token: other }
        }),
        changeRequest(ANYTHING, ({ headers }) => {
          const token = real.get(headers.authorization?.slice('Bearer '.length) ?? '')
          if (token) headers.authorization = `Bearer ${token}`
        }),
      )
    },
  },
  {
    wrong: 'two users get the same token',
    caughtBy: 'oauth.tokens-differ-between-users',
    make: () => {
      let first: unknown
      return changeValues(TOKEN, (_, value) => {
        if (!isRecord(value) || !('refresh_token' in value)) return value
        first ??= value.access_token
        return { ...value, access_token: first }
      })
    },
  },
  {
    wrong: 'a client gets a refresh token',
    caughtBy: 'oauth.client-token',
    make: () =>
      changeValues(TOKEN, (_, value) => (isRecord(value) ? { refresh_token: 'of-a-client', ...value } : value)),
  },
  {
    wrong: 'a token is of another type than bearer',
    caughtBy: 'oauth.user-token',
    make: () => changeKey(TOKEN, 'token_type', () => 'mac'),
  },
  {
    wrong: 'the lifetime of a token is text',
    caughtBy: 'shapes.getToken',
    after: ['oauth.client-token'],
    make: () => changeKey(TOKEN, 'expires_in', String),
  },
  {
    wrong: 'a refresh token is good for a token that opens nothing',
    caughtBy: 'oauth.refresh',
    make: () => {
      let isRefresh = false
      return together(
        changeForm(TOKEN, (form) => {
          isRefresh = form.get('grant_type') === 'refresh_token'
        }),
        changeKey(TOKEN, 'access_token', (value) => (isRefresh ? `${value}-not` : value)),
      )
    },
  },
  {
    wrong: 'an invalid token is answered in the shape of other errors',
    caughtBy: 'oauth.unknown-access-token',
    make: () =>
      changeAnswer(ANYTHING, (answer) => {
        if (answer.status === 401)
          answer.body = JSON.stringify({ errors: [{ message: null, code: 'FORBIDDEN', type: 'TECHNICAL' }] })
      }),
  },
  {
    wrong: 'the description of an invalid token has the name of the sample',
    caughtBy: 'oauth.missing-access-token',
    make: () =>
      changeAnswer(ANYTHING, (answer) => {
        answer.body = answer.body.replace('"error_description"', '"errorDescription"')
      }),
  },
  {
    wrong: 'a call without a token is called an invalid token',
    caughtBy: 'oauth.missing-access-token-code',
    make: () => changeKey('GET /users', 'error', () => 'invalid_token'),
  },
  {
    wrong: 'a refused login ends the token that is out',
    caughtBy: 'oauth.refused-login-spares-token',
    make: () => {
      let hasFailed = false
      return together(
        changeAnswer(TOKEN, ({ status }) => {
          hasFailed ||= status === 400
        }),
        changeAnswer('GET /users', (answer) => {
          if (hasFailed) answer.status = 401
        }),
      )
    },
  },
  {
    wrong: 'a revoked token is still valid',
    caughtBy: 'oauth.revoked-access-token',
    make: () => pretend(REVOKE),
  },
  {
    wrong: 'revoking a refresh token spares everything',
    caughtBy: 'oauth.revoked-refresh-token',
    make: () => answerRevocation((asked) => asked.get('token_type_hint') === 'refresh_token', 200),
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
      return together(
        handedOut(tokens),
        answerRevocation((asked) => !tokens.has(asked.get('token') ?? ''), 404),
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
  {
    wrong: 'a user token creates users',
    caughtBy: 'oauth.client-services-need-client-token',
    make: () => letPass(USERS, 403, 201, { id: 'made-up', password: 'made-up' }),
  },
]

import type { Break } from '../../mutants/break.ts'
import {
  ANYTHING,
  changeForm,
  changeKey,
  changeRequest,
  changeValues,
  combine,
  letPass,
  TOKEN,
  USERS,
} from '../../mutants/interferences.ts'
import { isRecord } from '../../mutants/json.ts'

const madeUpToken = { access_token: 'made-up', token_type: 'bearer', refresh_token: 'made-up', expires_in: 3600 }

export const tokenBreaks: readonly Break[] = [
  {
    wrong: 'a client gets a refresh token',
    caughtBy: 'oauth.client-token',
    make: () =>
      changeValues(TOKEN, (_, value) => (isRecord(value) ? { refresh_token: 'of-a-client', ...value } : value)),
  },
  {
    wrong: 'the lifetime of a token is text',
    caughtBy: 'shapes.getToken',
    after: ['oauth.client-token'],
    make: () => changeKey(TOKEN, 'expires_in', String),
  },
  {
    wrong: 'a token is of another type than bearer',
    caughtBy: 'oauth.user-token',
    make: () => changeKey(TOKEN, 'token_type', () => 'mac'),
  },
  {
    wrong: 'every request for a token gets another one',
    caughtBy: 'oauth.same-client-token',
    make: () => {
      const real = new Map<string, string>()
      return combine(
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
      return combine(
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
    wrong: 'a refresh token yields an access token that is invalid',
    caughtBy: 'oauth.refresh',
    make: () => {
      let isRefresh = false
      return combine(
        changeForm(TOKEN, (form) => {
          isRefresh = form.get('grant_type') === 'refresh_token'
        }),
        changeKey(TOKEN, 'access_token', (value) => (isRefresh ? `${value}-not` : value)),
      )
    },
  },
  {
    wrong: 'an access token is accepted as a refresh token',
    caughtBy: 'oauth.refresh-needs-refresh-token',
    make: () => letPass(TOKEN, 400, 200, madeUpToken),
  },
  {
    wrong: 'a user token creates users',
    caughtBy: 'oauth.client-services-need-client-token',
    make: () => letPass(USERS, 403, 201, { id: 'made-up', password: 'made-up' }),
  },
]

import type { Break } from '../../mutants/break.ts'
import {
  ANYTHING,
  changeForm,
  changeKey,
  changeResponse,
  changeStatus,
  combine,
  letPass,
  TOKEN,
} from '../../mutants/interferences.ts'

const madeUpToken = { access_token: 'made-up', token_type: 'bearer', refresh_token: 'made-up', expires_in: 3600 }

export const tokenRefusalBreaks: readonly Break[] = [
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
    wrong: 'a wrong password is a 401 like a wrong client secret',
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
    wrong: 'an unknown refresh token yields a token',
    caughtBy: 'oauth.unknown-refresh-token',
    make: () => letPass(TOKEN, 400, 200, madeUpToken),
  },
  {
    wrong: 'an invalid token is an error in the shape of others',
    caughtBy: 'oauth.unknown-access-token',
    make: () =>
      changeResponse(ANYTHING, (response) => {
        if (response.status === 401)
          response.body = JSON.stringify({ errors: [{ message: null, code: 'FORBIDDEN', type: 'TECHNICAL' }] })
      }),
  },
  {
    wrong: 'the description of an invalid token has the name of the sample',
    caughtBy: 'oauth.missing-access-token',
    make: () =>
      changeResponse(ANYTHING, (response) => {
        response.body = response.body.replace('"error_description"', '"errorDescription"')
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
      return combine(
        changeResponse(TOKEN, ({ status }) => {
          hasFailed ||= status === 400
        }),
        changeResponse('GET /users', (response) => {
          if (hasFailed) response.status = 401
        }),
      )
    },
  },
]

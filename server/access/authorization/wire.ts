import type { GrantedToken, TokenRequest } from './grant-token.ts'

export interface Revocation {
  token: string
  hint: 'access_token' | 'refresh_token' | undefined
}

interface TokenForm {
  grant_type: TokenRequest['grantType']
  client_id: string
  client_secret: string
  username?: string
  password?: string
  refresh_token?: string
}

export const readTokenForm = (form: TokenForm): TokenRequest => ({
  grantType: form.grant_type,
  clientId: form.client_id,
  clientSecret: form.client_secret,
  username: form.username,
  password: form.password,
  refreshToken: form.refresh_token,
})

interface RevocationForm {
  token: string
  token_type_hint?: 'access_token' | 'refresh_token'
}

export const readRevocationForm = (form: RevocationForm): Revocation => ({
  token: form.token,
  hint: form.token_type_hint,
})

/** Writes a granted token; without a user it has no refresh token. */
export const writeToken = ({ accessToken, refreshToken, expiresIn }: GrantedToken) => ({
  access_token: accessToken.token,
  token_type: 'bearer' as const,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken.token }),
  expires_in: expiresIn,
  scope: 'all' as const,
})

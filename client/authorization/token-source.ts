import type { ApiVersion, FormBodyOf, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import { isFinApiAuthenticationError } from '../http/response-errors.ts'
import type { SendRequest } from '../http/send-request.ts'
import { authorizationEndpoints } from './endpoints.ts'

type AccessToken = SuccessBodyOf<ApiVersion, 'getToken'>
type TokenRequest = FormBodyOf<ApiVersion, 'getToken'>

/** An access token that is requested on first use, kept until shortly before it expires, and shared by parallel calls. */
export interface TokenSource {
  get(): Promise<string>
  /** Returns another token than the one that the API just refused. */
  replace(refused: string): Promise<string>
  /** Returns the token whose revocation ends the whole grant; undefined if none was ever requested. */
  getRevocable(): Promise<RevocableToken | undefined>
  forget(): void
}

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** The id and password of a finAPI user. */
export interface UserCredentials {
  readonly id: string
  readonly password: string
}

// A type, not an interface, because forms and queries accept any record of strings.
export type RevocableToken = { token: string; token_type_hint?: 'refresh_token' }

interface CurrentToken {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly renewAt: number
}

/** The milliseconds before its expiry at which a token is replaced; clocks differ and requests take time. */
const EXPIRY_MARGIN = 30_000

export interface TokenSourceOptions {
  readonly version: ApiVersion
  readonly sendRequest: SendRequest
  readonly client: ClientCredentials
  /** The user that the token belongs to; without one, it is the client's. */
  readonly user?: UserCredentials
  readonly now: () => number
}

export const createTokenSource = ({ version, sendRequest, client, user, now }: TokenSourceOptions): TokenSource => {
  const { tokenPath } = authorizationEndpoints[version]
  let current: CurrentToken | undefined
  let pending: Promise<string> | undefined

  const requestToken = async (grant: Omit<TokenRequest, 'client_id' | 'client_secret'>): Promise<AccessToken> => {
    const form = { ...grant, client_id: client.clientId, client_secret: client.clientSecret } satisfies TokenRequest
    const body = await sendRequest({ method: 'POST', path: tokenPath, form, isTokenRequest: true })
    // Not checked against the contract, see api.ts.
    return body as AccessToken
  }

  const login = (): Promise<AccessToken> =>
    requestToken(
      user
        ? { grant_type: 'password', username: user.id, password: user.password }
        : { grant_type: 'client_credentials' },
    )

  // A refresh token may be revoked or missing (the API documents it as optional); the password is still there.
  const renew = async (refreshToken: string | undefined): Promise<AccessToken> => {
    if (refreshToken === undefined) return login()
    try {
      return await requestToken({ grant_type: 'refresh_token', refresh_token: refreshToken })
    } catch (error) {
      if (isFinApiAuthenticationError(error)) return login()
      throw error
    }
  }

  const fetchToken = async (): Promise<string> => {
    const token = await renew(current?.refreshToken)
    const lifetime = token.expires_in * 1000
    // 0 means that the token never expires. A short lifetime is used for its first half, or each call would fetch one.
    const renewAt = lifetime === 0 ? Number.POSITIVE_INFINITY : now() + Math.max(lifetime - EXPIRY_MARGIN, lifetime / 2)
    current = { accessToken: token.access_token, refreshToken: token.refresh_token, renewAt }
    return token.access_token
  }

  const fetchOnce = (): Promise<string> => {
    pending ??= fetchToken().finally(() => {
      pending = undefined
    })
    return pending
  }

  const get = async (): Promise<string> => (current && now() < current.renewAt ? current.accessToken : fetchOnce())

  return {
    get,
    // Of several calls with the same refused token, only the first one replaces it.
    replace: async (refused) => {
      if (current?.accessToken === refused) current = { ...current, renewAt: Number.NEGATIVE_INFINITY }
      return get()
    },
    getRevocable: async () => {
      await pending?.catch(() => undefined)
      // Revoking the refresh token ends its access tokens too, even if the current one has expired.
      if (current?.refreshToken !== undefined) return { token: current.refreshToken, token_type_hint: 'refresh_token' }
      return current && { token: current.accessToken }
    },
    forget: () => {
      current = undefined
    },
  }
}

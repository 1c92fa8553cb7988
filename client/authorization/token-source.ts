import { abortable } from './abort.ts'
import type { AccessToken } from './api-types.ts'
import type { SendHttp } from './http.ts'
import { isFinApiAuthenticationError, isFinApiResponseError } from './response-errors.ts'
import type { Dialect } from './versions.ts'

/** A token that is fetched when needed, kept while it lives, and fetched once for all who ask at the same time. */
export interface TokenSource {
  get(): Promise<string>
  /** Answers another token than the one the API just refused. */
  replace(refused: string): Promise<string>
  /** What to revoke so that nothing of this grant is left; undefined if no token was ever fetched. */
  revocable(): Promise<Revocable | undefined>
  forget(): void
}

export interface ClientCredentials {
  clientId: string
  clientSecret: string
}

export interface UserCredentials {
  id: string
  password: string
}

/** A type, not an interface, because forms and queries take any record of strings. */
type Revocable = { token: string; token_type_hint?: 'refresh_token' }

interface Held {
  accessToken: string
  refreshToken: string | undefined
  renewAt: number
}

/** Milliseconds before its expiry at which a token is not used any more; clocks differ and requests travel. */
const EXPIRY_MARGIN = 30_000

export interface TokenSourceOptions {
  http: SendHttp
  dialect: Dialect
  client: ClientCredentials
  /** Whose token: the user's, or without one the client's. */
  user?: UserCredentials
  now: () => number
}

export const createTokenSource = ({ http, dialect, client, user, now }: TokenSourceOptions): TokenSource => {
  let held: Held | undefined
  let pending: Promise<string> | undefined

  const request = async (grant: Record<string, string>): Promise<AccessToken> => {
    const form = { ...grant, client_id: client.clientId, client_secret: client.clientSecret }
    // Believed like every other answer, see api.ts.
    return (await http({ method: 'POST', path: dialect.tokenPath, form, isTokenRequest: true })) as AccessToken
  }

  const login = (): Promise<AccessToken> =>
    request(
      user
        ? { grant_type: 'password', username: user.id, password: user.password }
        : { grant_type: 'client_credentials' },
    )

  // A refresh token may be gone (revoked, or never given: the API documents it as optional); the password remains.
  const renew = async (refreshToken: string | undefined): Promise<AccessToken> => {
    if (refreshToken === undefined) return login()
    try {
      return await request({ grant_type: 'refresh_token', refresh_token: refreshToken })
    } catch (error) {
      if (isFinApiAuthenticationError(error)) return login()
      throw error
    }
  }

  const fetchToken = async (): Promise<string> => {
    const token = await renew(held?.refreshToken)
    const lifetime = token.expires_in * 1000
    // 0 means that the token never expires. A short life is used for its first half, or each call would fetch one.
    const renewAt = lifetime === 0 ? Number.POSITIVE_INFINITY : now() + Math.max(lifetime - EXPIRY_MARGIN, lifetime / 2)
    held = { accessToken: token.access_token, refreshToken: token.refresh_token, renewAt }
    return token.access_token
  }

  const shared = (): Promise<string> => {
    pending ??= fetchToken().finally(() => {
      pending = undefined
    })
    return pending
  }

  const get = async (): Promise<string> => (held && now() < held.renewAt ? held.accessToken : shared())

  return {
    get,
    // Of several calls that meet the same dead token, only the first one replaces it.
    replace: async (refused) => {
      if (held?.accessToken === refused) held = { ...held, renewAt: Number.NEGATIVE_INFINITY }
      return get()
    },
    revocable: async () => {
      await pending?.catch(() => undefined)
      // Revoking the refresh token ends its access tokens too, even if the one held here is already dead.
      if (held?.refreshToken !== undefined) return { token: held.refreshToken, token_type_hint: 'refresh_token' }
      return held && { token: held.accessToken }
    },
    forget: () => {
      held = undefined
    },
  }
}

/** Sends a call with a token; once more with another token if finAPI refused the first one. */
export const withToken = async <T>(
  tokens: TokenSource,
  signal: AbortSignal | undefined,
  send: (token: string) => Promise<T>,
): Promise<T> => {
  // Others may wait for the same token, so the signal ends the waiting and not the token request.
  const token = await abortable(tokens.get(), signal)
  try {
    return await send(token)
  } catch (error) {
    // A refused token changed nothing at finAPI, so even a POST may be repeated.
    if (!isFinApiResponseError(error) || error.status !== 401) throw error
    return send(await abortable(tokens.replace(token), signal))
  }
}

export interface RevokeOptions {
  http: SendHttp
  dialect: Dialect
  tokens: TokenSource
  /** Revoking is the client's right, also where the token is a user's. */
  clientTokens: TokenSource
}

/** Makes a grant's tokens worthless; without any there is nothing to do. */
export const revokeToken = async ({ http, dialect, tokens, clientTokens }: RevokeOptions): Promise<void> => {
  const revocable = await tokens.revocable()
  if (!revocable) return
  const parameters = dialect.revokeIn === 'query' ? { query: revocable } : { form: revocable }
  await withToken(clientTokens, undefined, (token) =>
    http({ method: 'POST', path: dialect.revokePath, token, ...parameters }),
  )
  tokens.forget()
}

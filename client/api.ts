import type { ApiVersion } from '../contracts/openapi/api-types.ts'
import type { TokenSource } from './authorization/token-source.ts'
import { withToken } from './authorization/with-token.ts'
import type { SendRequest } from './http/send-request.ts'
import type { HttpMethod, PsuHeaders } from './http/types.ts'

/** The options that every method of this client accepts. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

export interface ApiCall extends CallOptions {
  readonly method: HttpMethod
  /** The path below `/api/v1` or `/api/v2`. */
  readonly path: string
  readonly query?: object | undefined
  readonly json?: object | undefined
  /** Sends the PSU headers, which finAPI accepts only where it passes the call on to the bank. */
  readonly talksToBank?: boolean
}

/** The API with the token of a client or of one of its users. */
export interface Api<V extends ApiVersion> {
  readonly version: V
  /** Calls an operation; the declared type of the calling method is the type of the body. */
  call<Body>(call: ApiCall): Promise<Body>
}

export interface ApiOptions<V extends ApiVersion> {
  readonly version: V
  readonly sendRequest: SendRequest
  readonly tokens: TokenSource
  readonly language?: string | undefined
  readonly psuHeaders?: PsuHeaders | undefined
}

export const createApi = <V extends ApiVersion>(options: ApiOptions<V>): Api<V> => {
  const { version, sendRequest, tokens, language, psuHeaders } = options
  return {
    version,
    call: async <Body>(call: ApiCall) => {
      const { method, path, query, json, talksToBank, signal } = call
      const body = await withToken(tokens, signal, (token) =>
        sendRequest({
          method,
          path: `/api/${version}${path}`,
          query,
          json,
          token,
          language,
          psuHeaders: talksToBank ? psuHeaders : undefined,
          signal,
        }),
      )
      // Not checked against the contract: that is what the contract rules are for.
      return body as Body
    },
  }
}

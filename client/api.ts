import type { ApiVersion, PsuHeaders } from './api-types.ts'
import { type TokenSource, withToken } from './auth.ts'
import type { HttpCall, SendHttp } from './http.ts'
import { type Dialect, dialects } from './versions.ts'

export interface CallOptions {
  signal?: AbortSignal | undefined
}

export interface ApiCall extends CallOptions {
  method: HttpCall['method']
  /** Below `/api/v1` or `/api/v2`. */
  path: string
  query?: object | undefined
  json?: unknown
  /** The API hands this call on to the bank, so it should hear that a PSU is present. */
  isForBank?: boolean
}

/** The API as one token holder sees it: a client, or one of its users. */
export interface Api<V extends ApiVersion> {
  version: V
  dialect: Dialect<V>
  call<T>(call: ApiCall): Promise<T>
}

export interface ApiOptions<V extends ApiVersion> {
  version: V
  http: SendHttp
  tokens: TokenSource
  language?: string | undefined
  psuHeaders?: PsuHeaders | undefined
}

export const createApi = <V extends ApiVersion>(options: ApiOptions<V>): Api<V> => {
  const { version, http, tokens, language, psuHeaders } = options
  const dialect: Dialect<V> = dialects[version]

  const send = (call: ApiCall, token: string): Promise<unknown> => {
    const { method, path, query, json, isForBank, signal } = call
    return http({
      method,
      path: `${dialect.basePath}${path}`,
      query,
      json,
      token,
      language,
      psuHeaders: isForBank ? psuHeaders : undefined,
      signal,
    })
  }

  return {
    version,
    dialect,
    // The one place where the contract's types are believed: checking each answer is the contract suite's work.
    call: async <T>(call: ApiCall) => (await withToken(tokens, call.signal, (token) => send(call, token))) as T,
  }
}

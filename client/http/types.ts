import type { HeadersOf } from '../../contracts/openapi/api-types.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Data about the PSU in front of the client's screen; banks limit the daily calls without these headers. */
export type PsuHeaders = Omit<HeadersOf<'v2', 'importBankConnection'>, 'X-Request-Id'>

export interface HttpRequest {
  readonly method: HttpMethod
  /** The path below the base URL, with a leading slash. */
  readonly path: string
  readonly query?: object | undefined
  readonly json?: unknown
  readonly form?: Record<string, string> | undefined
  readonly token?: string | undefined
  readonly language?: string | undefined
  readonly psuHeaders?: PsuHeaders | undefined
  readonly signal?: AbortSignal | undefined
  readonly isTokenRequest?: boolean
}

/** A response as received; `body` is the parsed JSON, or the text if it is not JSON. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: unknown
}

import { type Dispatcher, request } from 'undici'
import { abortable, type Sleep } from './abort.ts'
import type { PsuHeaders } from './api-types.ts'
import { AbortedError, NetworkError, RequestTimeoutError } from './errors.ts'
import { type HttpAnswer, responseError } from './response-errors.ts'
import { MAX_RETRIES, retryDelay } from './retry.ts'

export interface HttpCall {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the base URL, starting with a slash. */
  path: string
  query?: object | undefined
  json?: unknown
  form?: Record<string, string> | undefined
  token?: string | undefined
  language?: string | undefined
  psuHeaders?: PsuHeaders | undefined
  signal?: AbortSignal | undefined
  isTokenRequest?: boolean
}

export interface HttpOptions {
  baseUrl: string
  dispatcher: Dispatcher
  /** Milliseconds for one exchange, from the first byte sent to the last one received. */
  timeout: number
  now: () => number
  sleep: Sleep
}

/** Sends a call and answers the parsed body; anything but a 2xx with JSON or nothing becomes an error. */
export type SendHttp = (call: HttpCall) => Promise<unknown>

export const createHttp = (options: HttpOptions): SendHttp => {
  const { now, sleep } = options
  return async (call) => {
    for (let retries = 0; ; retries++) {
      const answer = await exchange(call, options)
      // finAPI answers objects or nothing; a text with status 200 is somebody else's page.
      if (answer.status >= 200 && answer.status < 300 && typeof answer.body !== 'string') return answer.body
      const delay = retries < MAX_RETRIES ? retryDelay(call.method, answer, now()) : undefined
      if (delay === undefined) throw responseError(call, answer)
      await abortable(sleep(delay, call.signal), call.signal)
    }
  }
}

const exchange = async (call: HttpCall, { baseUrl, dispatcher, timeout }: HttpOptions): Promise<HttpAnswer> => {
  const { method, path, signal } = call
  const endpoint = `${method} ${path}`
  if (signal?.aborted) throw new AbortedError(signal)
  // Not AbortSignal.timeout(): its timer would live on for the whole minute after each quick answer.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeout)
  try {
    const response = await request(`${baseUrl}${path}${queryString(call.query)}`, {
      method,
      dispatcher,
      headers: headersOf(call),
      body: bodyOf(call) ?? null,
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
      // undici's own limits of five minutes would cut a longer `timeout` short.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const text = await response.body.text()
    const { statusCode: status, headers } = response
    return { status, headers, body: parse(status < 300 ? text : withoutToken(text, call.token)) }
  } catch (error) {
    if (signal?.aborted) throw new AbortedError(signal)
    if (deadline.signal.aborted) throw new RequestTimeoutError(endpoint, timeout)
    throw new NetworkError(endpoint, error)
  } finally {
    clearTimeout(timer)
  }
}

const headersOf = ({ json, form, token, language, psuHeaders }: HttpCall): Record<string, string> => ({
  accept: 'application/json',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(language !== undefined && { 'accept-language': language }),
  ...(json !== undefined && { 'content-type': 'application/json' }),
  ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  ...psuHeaders,
})

const bodyOf = ({ json, form }: HttpCall): string | undefined =>
  json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString()

const queryString = (query: object = {}): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    // `order` holds commas itself (`id,desc`), so it is repeated. Other lists are joined: 1000 ids stay shorter.
    if (Array.isArray(value) && name === 'order') for (const entry of value) parameters.append(name, String(entry))
    else if (value !== undefined) parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text && `?${text}`
}

// A 401 of finAPI quotes the token it refused, and errors end up in logs.
const withoutToken = (text: string, token: string | undefined): string =>
  token ? text.replaceAll(token, '[token]') : text

const parse = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

import { type Dispatcher, request } from 'undici'
import { abortable, type Sleep } from '../abort.ts'
import { AbortedError, NetworkError, RequestTimeoutError } from '../errors.ts'
import { createResponseError } from './response-errors.ts'
import { MAX_RETRIES, retryDelay } from './retry.ts'
import type { HttpRequest, HttpResponse } from './types.ts'

export interface HttpOptions {
  readonly baseUrl: string
  readonly dispatcher: Dispatcher
  /** Milliseconds for one exchange, from the first byte sent to the last one received. */
  readonly timeout: number
  readonly now: () => number
  readonly sleep: Sleep
}

/** Sends a request and returns the parsed body; throws unless the response is a 2xx with JSON or an empty body. */
export type SendRequest = (request: HttpRequest) => Promise<unknown>

export const createSendRequest = (options: HttpOptions): SendRequest => {
  const { now, sleep } = options
  return async (request) => {
    for (let retries = 0; ; retries++) {
      const response = await exchange(request, options)
      const { status, body } = response
      // finAPI sends objects or nothing; text with status 200 is another server's page, such as a captive portal.
      if (status >= 200 && status < 300 && typeof body !== 'string') return body
      const delay = retries < MAX_RETRIES ? retryDelay(request.method, response, now()) : undefined
      if (delay === undefined) throw createResponseError(request, response)
      await abortable(sleep(delay, request.signal), request.signal)
    }
  }
}

const exchange = async (sent: HttpRequest, { baseUrl, dispatcher, timeout }: HttpOptions): Promise<HttpResponse> => {
  const { method, path, signal } = sent
  const endpoint = `${method} ${path}`
  if (signal?.aborted) throw new AbortedError(signal)
  // Not AbortSignal.timeout(): its timer would live on for the whole minute after each quick response.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeout)
  try {
    const response = await request(`${baseUrl}${path}${formatQuery(sent.query)}`, {
      method,
      dispatcher,
      headers: createHeaders(sent),
      body: formatBody(sent) ?? null,
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
      // undici's own limits of five minutes would cut a longer `timeout` short.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const text = await response.body.text()
    const { statusCode: status, headers } = response
    return { status, headers, body: parseBody(status < 300 ? text : redactToken(text, sent.token)) }
  } catch (error) {
    if (signal?.aborted) throw new AbortedError(signal)
    if (deadline.signal.aborted) throw new RequestTimeoutError(endpoint, timeout, error)
    throw new NetworkError(endpoint, error)
  } finally {
    clearTimeout(timer)
  }
}

const createHeaders = ({ json, form, token, language, psuHeaders }: HttpRequest): Record<string, string> => ({
  accept: 'application/json',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(language !== undefined && { 'accept-language': language }),
  ...(json !== undefined && { 'content-type': 'application/json' }),
  ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  ...psuHeaders,
})

const formatBody = ({ json, form }: HttpRequest): string | undefined =>
  json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString()

const formatQuery = (query: object = {}): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    // An item of `order` contains a comma itself (`id,desc`), so it is repeated. Other lists are joined: 1000 ids stay
    // shorter.
    if (Array.isArray(value) && name === 'order') for (const item of value) parameters.append(name, String(item))
    else if (value !== undefined) parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text && `?${text}`
}

// A 401 of finAPI quotes the token it refused, and errors end up in logs.
const redactToken = (text: string, token: string | undefined): string =>
  token ? text.replaceAll(token, '[token]') : text

const parseBody = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

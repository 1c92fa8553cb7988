import type { Method } from '../api.ts'
import { type Change, isRecord, parsed, rewrite } from './json.ts'
import type { Interference, ProxiedRequest, ProxiedResponse } from './proxy.ts'

/** A method and a path without `/api/v…`, such as `PATCH /accounts/{id}`. */
export type Route = `${Method | '*'} ${string}`

export const ANYTHING: Route = '* .*'
export const IMPORT: Route = 'POST /bankConnections/import'
export const TOKEN: Route = 'POST /oauth/token'
export const REVOKE: Route = 'POST /oauth/revoke'
export const USERS: Route = 'POST /users'
export const BANKS: Route = 'GET /banks'
export const CONNECTION: Route = 'GET /bankConnections/{id}'
export const CONNECTIONS: Route = 'GET /bankConnections'
export const DELETE_CONNECTION: Route = 'DELETE /bankConnections/{id}'
export const ACCOUNTS: Route = 'GET /accounts'
export const TRANSACTIONS: Route = 'GET /transactions'
export const EDIT_ACCOUNT: Route = 'PATCH /accounts/{id}'
export const DELETE_ACCOUNT: Route = 'DELETE /accounts/{id}'
export const EDIT_TRANSACTION: Route = 'PATCH /transactions/{id}'
export const EDIT_TRANSACTIONS: Route = 'PATCH /transactions'
export const PENDING: Route = 'GET /pendingTransactions'

/** Returns the effective method: clients that cannot send PATCH or DELETE send a POST that names it. */
const methodOf = ({ method, headers }: ProxiedRequest): string =>
  (method === 'POST' && headers['x-http-method-override']?.toUpperCase()) || method

/** Tests requests for a route; `{id}` matches one id or several. */
export const isRoute = (route: Route): ((request: ProxiedRequest) => boolean) => {
  const [wanted, path = ''] = route.split(' ')
  const pattern = new RegExp(`^(/api/v\\d+)?${path.replace(/\{ids?\}/g, '[\\d,]+').replace(/\{\w+\}/g, '[^/]+')}$`)
  return (request) => (wanted === '*' || wanted === methodOf(request)) && pattern.test(request.url.pathname)
}

/** Changes requests before the server receives them. */
export const changeRequest = (route: Route, change: (request: ProxiedRequest) => void): Interference => {
  const isMeant = isRoute(route)
  return (request, forward) => {
    if (isMeant(request)) change(request)
    return forward(request)
  }
}

/** Changes responses of the server. */
export const changeResponse = (
  route: Route,
  change: (response: ProxiedResponse, request: ProxiedRequest) => void,
): Interference => {
  const isMeant = isRoute(route)
  return async (request, forward) => {
    const response = await forward(request)
    if (isMeant(request)) change(response, request)
    return response
  }
}

/** Returns whether the body of a response is JSON. */
export const isJson = ({ headers, body }: ProxiedResponse): boolean =>
  body !== '' && (headers['content-type'] ?? headers['CONTENT-TYPE'])?.includes('json') === true

/** Changes values in the JSON of responses, wherever they are. */
export const changeValues = (route: Route, change: Change): Interference =>
  changeResponse(route, (response) => {
    if (isJson(response)) response.body = JSON.stringify(rewrite(JSON.parse(response.body), change))
  })

/** Changes the values of one key in the JSON of responses, wherever it is. */
export const changeKey = (route: Route, key: string, change: (value: unknown) => unknown): Interference =>
  changeValues(route, (found, value) => (found === key ? change(value) : value))

/** Changes every object with a certain key in the JSON of responses, wherever it is. */
export const changeObjects = (
  route: Route,
  key: string,
  change: (holder: Record<string, unknown>) => unknown,
): Interference => changeValues(route, (_, value) => (isRecord(value) && key in value ? change(value) : value))

/** Removes keys from the JSON of responses, wherever they are. */
export const dropKeys = (route: Route, ...keys: readonly string[]): Interference =>
  changeValues(route, (key, value) => (keys.includes(key) ? undefined : value))

/** Changes the body of responses as a whole if it is a JSON object. */
export const changeResponseBody = (
  route: Route,
  change: (body: Record<string, unknown>, response: ProxiedResponse) => unknown,
): Interference =>
  changeResponse(route, (response) => {
    const body = isJson(response) ? parsed(response.body) : undefined
    if (isRecord(body)) response.body = JSON.stringify(change(body, response))
  })

/** Changes the JSON object in requests; any other body stays as it is. */
export const changeRequestBody = (
  route: Route,
  change: (body: Record<string, unknown>, request: ProxiedRequest) => void,
): Interference =>
  changeRequest(route, (request) => {
    const body = parsed(request.body)
    if (!isRecord(body)) return
    const copy = { ...body }
    change(copy, request)
    request.body = JSON.stringify(copy)
  })

/** Changes the form in requests. */
export const changeForm = (route: Route, change: (form: URLSearchParams) => void): Interference =>
  changeRequest(route, (request) => {
    if (!request.headers['content-type']?.includes('form')) return
    const form = new URLSearchParams(request.body)
    change(form)
    request.body = form.toString()
  })

/** Removes query parameters from requests. */
export const ignoreQuery = (route: Route, ...names: readonly string[]): Interference =>
  changeRequest(route, ({ url }) => {
    for (const name of names) url.searchParams.delete(name)
  })

/** Changes a query parameter of requests that have it. */
export const changeQuery = (route: Route, name: string, change: (value: string) => string): Interference =>
  changeRequest(route, ({ url }) => {
    const value = url.searchParams.get(name)
    if (value !== null) url.searchParams.set(name, change(value))
  })

/** Adds a query parameter to requests that lack it. */
export const defaultQuery = (route: Route, name: string, value: string): Interference =>
  changeRequest(route, ({ url }) => {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  })

/** Responds with success, and does not forward the request. */
export const pretend = (route: Route, status = 200): Interference => {
  const isMeant = isRoute(route)
  return async (request, forward) => (isMeant(request) ? { status, headers: {}, body: '' } : forward(request))
}

/** Changes the status of responses. */
export const changeStatus = (route: Route, from: number, to: number): Interference =>
  changeResponse(route, (response) => {
    if (response.status === from) response.status = to
  })

/** Responds with success where the server refused. */
export const letPass = (route: Route, refused: number, status: number, body: unknown = {}): Interference =>
  changeResponse(route, (response) => {
    if (response.status !== refused) return
    response.status = status
    response.headers['content-type'] = 'application/json'
    response.body = JSON.stringify(body)
  })

/** Turns a response into an error, in the shape of the version. */
export const refuse = (response: ProxiedResponse, request: ProxiedRequest, status: number, code: string): void => {
  const isV1 = request.url.pathname.includes('/v1/')
  response.status = status
  response.headers = { ...response.headers, 'content-type': 'application/json' }
  response.body = JSON.stringify({
    errors: [{ message: 'Refused', code, type: 'BUSINESS' }],
    date: isV1 ? '2024-01-15 12:00:00.000' : '2024-01-15T12:00:00.000+01:00',
    requestId: response.headers['x-request-id'] ?? 'r',
    endpoint: `${request.method} ${request.url.pathname}`,
    authContext: '1/2',
    ...(isV1 ? { bank: null } : {}),
  })
}

/** Combines interferences; the first one is closest to the client. */
export const combine = (...all: readonly Interference[]): Interference =>
  all.reduceRight<Interference>(
    (inner, outer) => (request, forward) => outer(request, (changed) => inner(changed, forward)),
    (request, forward) => forward(request),
  )

/** Collects the `Authorization` of every request. */
const collectTokens = (tokens: Set<string>): Interference =>
  changeRequest(ANYTHING, ({ headers }) => {
    if (headers.authorization) tokens.add(headers.authorization)
  })

/** Repeats refused requests with every token that was used before, until one succeeds. */
export const borrowToken = (route: Route, refused: number): (() => Interference) => {
  const isMeant = isRoute(route)
  return () => {
    const tokens = new Set<string>()
    return combine(collectTokens(tokens), async (request, forward) => {
      const response = await forward(request)
      if (response.status !== refused || !isMeant(request)) return response
      for (const authorization of tokens) {
        const other = await forward({ ...request, headers: { ...request.headers, authorization } })
        if (other.status === 200) return other
      }
      return response
    })
  }
}

/** Replaces responses that match by the last successful one to the same user and path. */
export const remember = (
  route: Route,
  isReplaced: (response: ProxiedResponse, request: ProxiedRequest) => boolean,
): (() => Interference) => {
  const isMeant = isRoute(route)
  return () => {
    const good = new Map<string, ProxiedResponse>()
    return async (request, forward) => {
      const response = await forward(request)
      if (!isMeant(request)) return response
      const key = `${request.headers.authorization} ${request.url.pathname}`
      const before = good.get(key)
      if (before && isReplaced(response, request)) return { ...before, headers: { ...before.headers } }
      if (response.status < 300) good.set(key, { ...response, headers: { ...response.headers } })
      return response
    }
  }
}

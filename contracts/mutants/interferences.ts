import type { Method } from '../api.ts'
import { type Change, isRecord, parsed, rewrite } from './json.ts'
import type { Interference, ProxiedRequest, ProxiedResponse } from './proxy.ts'

/** The requests that an interference changes: a method and a path without `/api/v…`, such as `PATCH /accounts/{id}`. */
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
export const PENDING: Route = 'GET /pendingTransactions'

/** The method that the server will act on: clients without PATCH or DELETE send a POST that names it. */
const methodOf = ({ method, headers }: ProxiedRequest): string =>
  (method === 'POST' && headers['x-http-method-override']?.toUpperCase()) || method

/** Returns whether a request goes to the route; a parameter in its path stands for one id or several. */
export const isRoute = (route: Route): ((request: ProxiedRequest) => boolean) => {
  const [wanted, path = ''] = route.split(' ')
  const pattern = new RegExp(`^(/api/v\\d+)?${path.replace(/\{ids?\}/g, '[\\d,]+').replace(/\{\w+\}/g, '[^/]+')}$`)
  return (request) => (wanted === '*' || wanted === methodOf(request)) && pattern.test(request.url.pathname)
}

/** Changes the request before the server sees it. */
export const changeRequest = (route: Route, change: (request: ProxiedRequest) => void): Interference => {
  const isMeant = isRoute(route)
  return (request, forward) => {
    if (isMeant(request)) change(request)
    return forward(request)
  }
}

/** Changes the server's answer. */
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

/** Whether an answer holds JSON at all. */
export const isJson = ({ headers, body }: ProxiedResponse): boolean =>
  body !== '' && (headers['content-type'] ?? headers['CONTENT-TYPE'])?.includes('json') === true

/** Changes, in the JSON of the answer, every value for which the function answers another one. */
export const changeValues = (route: Route, change: Change): Interference =>
  changeResponse(route, (response) => {
    if (isJson(response)) response.body = JSON.stringify(rewrite(JSON.parse(response.body), change))
  })

/** Changes one key wherever it stands in the answer. */
export const changeKey = (route: Route, key: string, change: (value: unknown) => unknown): Interference =>
  changeValues(route, (found, value) => (found === key ? change(value) : value))

/** Changes every object that has a key, wherever it stands in the answer. */
export const changeObjects = (
  route: Route,
  key: string,
  change: (holder: Record<string, unknown>) => unknown,
): Interference => changeValues(route, (_, value) => (isRecord(value) && key in value ? change(value) : value))

/** Leaves keys out wherever they stand in the answer. */
export const dropKeys = (route: Route, ...keys: readonly string[]): Interference =>
  changeValues(route, (key, value) => (keys.includes(key) ? undefined : value))

/** Changes the answer as a whole, when it is a JSON object. */
export const changeResponseBody = (
  route: Route,
  change: (body: Record<string, unknown>, response: ProxiedResponse) => unknown,
): Interference =>
  changeResponse(route, (response) => {
    const body = isJson(response) ? parsed(response.body) : undefined
    if (isRecord(body)) response.body = JSON.stringify(change(body, response))
  })

/** Changes the JSON of the request; anything that is no object goes through as it is. */
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

/** Changes the form of the request. */
export const changeForm = (route: Route, change: (form: URLSearchParams) => void): Interference =>
  changeRequest(route, (request) => {
    if (!request.headers['content-type']?.includes('form')) return
    const form = new URLSearchParams(request.body)
    change(form)
    request.body = form.toString()
  })

/** Leaves a query parameter out before the server sees it. */
export const ignoreQuery = (route: Route, ...names: readonly string[]): Interference =>
  changeRequest(route, ({ url }) => {
    for (const name of names) url.searchParams.delete(name)
  })

/** Changes a query parameter that was given before the server sees it. */
export const changeQuery = (route: Route, name: string, change: (value: string) => string): Interference =>
  changeRequest(route, ({ url }) => {
    const value = url.searchParams.get(name)
    if (value !== null) url.searchParams.set(name, change(value))
  })

/** Fills in a query parameter that was not given. */
export const defaultQuery = (route: Route, name: string, value: string): Interference =>
  changeRequest(route, ({ url }) => {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  })

/** Pretends that it worked without doing anything. */
export const pretend = (route: Route, status = 200): Interference => {
  const isMeant = isRoute(route)
  return async (request, forward) => (isMeant(request) ? { status, headers: {}, body: '' } : forward(request))
}

/** Answers with another status, and nothing else changed. */
export const changeStatus = (route: Route, from: number, to: number): Interference =>
  changeResponse(route, (response) => {
    if (response.status === from) response.status = to
  })

/** Answers a refusal as if it were none. */
export const letPass = (route: Route, refused: number, status: number, body: unknown = {}): Interference =>
  changeResponse(route, (response) => {
    if (response.status !== refused) return
    response.status = status
    response.headers['content-type'] = 'application/json'
    response.body = JSON.stringify(body)
  })

/** Refuses what the server let pass, in the shape of the version. */
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

/** One interference after the other, the first one closest to the client. */
export const combine = (...all: readonly Interference[]): Interference =>
  all.reduceRight<Interference>(
    (inner, outer) => (request, forward) => outer(request, (changed) => inner(changed, forward)),
    (request, forward) => forward(request),
  )

/** Every `Authorization` that came by. */
const collectTokens = (tokens: Set<string>): Interference =>
  changeRequest(ANYTHING, ({ headers }) => {
    if (headers.authorization) tokens.add(headers.authorization)
  })

/** Asks again with every token that came by, until one is let in. */
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

/** Repeats the last good answer that this user got here whenever a later one fits the description. */
export const remember = (
  route: Route,
  isForgotten: (response: ProxiedResponse, request: ProxiedRequest) => boolean,
): (() => Interference) => {
  const isMeant = isRoute(route)
  return () => {
    const good = new Map<string, ProxiedResponse>()
    return async (request, forward) => {
      const response = await forward(request)
      if (!isMeant(request)) return response
      const key = `${request.headers.authorization} ${request.url.pathname}`
      const before = good.get(key)
      if (before && isForgotten(response, request)) return { ...before, headers: { ...before.headers } }
      if (response.status < 300) good.set(key, { ...response, headers: { ...response.headers } })
      return response
    }
  }
}

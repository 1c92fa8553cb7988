import type { Interference, ProxiedAnswer, ProxiedRequest } from './breaking-proxy.ts'

/** Which requests an interference is about: `POST …/import` and the like, the version left out. */
export type Route = `${'GET' | 'POST' | 'DELETE' | '*'} ${string}`

const isAt = (route: Route, { method, url }: ProxiedRequest): boolean => {
  const [wanted, path = ''] = route.split(' ')
  const pattern = new RegExp(`${path.replace(/\{id\}/g, '\\d+')}$`)
  return (wanted === '*' || wanted === method) && pattern.test(url.pathname)
}

export const IMPORT: Route = 'POST /bankConnections/import'
export const ANYTHING: Route = '* .*'

/** Changes the request before the server sees it. */
export const changeRequest =
  (route: Route, change: (request: ProxiedRequest) => void): Interference =>
  (request, forward) => {
    if (isAt(route, request)) change(request)
    return forward(request)
  }

/** Changes the server's answer. */
export const changeAnswer =
  (route: Route, change: (answer: ProxiedAnswer, request: ProxiedRequest) => void): Interference =>
  async (request, forward) => {
    const answer = await forward(request)
    if (isAt(route, request)) change(answer, request)
    return answer
  }

/** Changes, in the JSON of the answer, every value for which the function answers another one. */
export const changeValues = (
  route: Route,
  change: (key: string, value: unknown, holder: unknown) => unknown,
): Interference =>
  changeAnswer(route, (answer) => {
    if (!answer.headers['content-type']?.includes('json') || answer.body === '') return
    answer.body = JSON.stringify(
      JSON.parse(answer.body, function reviver(key: string, value: unknown) {
        return change(key, value, this)
      }),
    )
  })

/** Changes one key wherever it stands in the answer. */
export const changeKey = (route: Route, key: string, change: (value: unknown) => unknown): Interference =>
  changeValues(route, (found, value) => (found === key ? change(value) : value))

/** Not everything that is sent as JSON is JSON. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Changes the JSON of the request; anything that is no object goes through as it is. */
export const changeBody = (
  route: Route,
  change: (body: Record<string, unknown>, request: ProxiedRequest) => void,
): Interference =>
  changeRequest(route, (request) => {
    const body = parsed(request.body)
    if (typeof body !== 'object' || body === null) return
    const copy: Record<string, unknown> = { ...body }
    change(copy, request)
    request.body = JSON.stringify(copy)
  })

/** Changes the part of the request that answers a challenge. */
export const changeReply = (change: (reply: Record<string, unknown>, request: ProxiedRequest) => void): Interference =>
  changeBody(IMPORT, (body, request) => {
    const { multiStepAuthentication } = body
    if (typeof multiStepAuthentication !== 'object' || multiStepAuthentication === null) return
    const reply: Record<string, unknown> = { ...multiStepAuthentication }
    change(reply, request)
    body.multiStepAuthentication = reply
  })

/** Leaves a query parameter out before the server sees it. */
export const ignoreQuery = (route: Route, ...names: readonly string[]): Interference =>
  changeRequest(route, ({ url }) => {
    for (const name of names) url.searchParams.delete(name)
  })

/** Pretends that it worked without doing anything. */
export const pretend =
  (route: Route, status = 200): Interference =>
  async (request, forward) =>
    isAt(route, request) ? { status, headers: {}, body: '' } : forward(request)

/** Answers a refusal as if it were none. */
export const letPass = (route: Route, refused: number, status: number, body: unknown = {}): Interference =>
  changeAnswer(route, (answer) => {
    if (answer.status !== refused) return
    answer.status = status
    answer.body = JSON.stringify(body)
  })

/** One interference after the other, the first one closest to the client. */
export const together = (...all: readonly Interference[]): Interference =>
  all.reduceRight<Interference>(
    (inner, outer) => (request, forward) => outer(request, (changed) => inner(changed, forward)),
    (request, forward) => forward(request),
  )

/** Every `Authorization` that came by. */
export const collectTokens = (tokens: Set<string>): Interference =>
  changeRequest(ANYTHING, ({ headers }) => {
    if (headers.authorization) tokens.add(headers.authorization)
  })

/** Asks again with every token that came by, until one is let in. */
export const borrowToken =
  (route: Route, refused: number): (() => Interference) =>
  () => {
    const tokens = new Set<string>()
    return together(collectTokens(tokens), async (request, forward) => {
      const answer = await forward(request)
      if (answer.status !== refused || !isAt(route, request)) return answer
      for (const authorization of tokens) {
        const other = await forward({ ...request, headers: { ...request.headers, authorization } })
        if (other.status === 200) return other
      }
      return answer
    })
  }

import { type Context, Hono } from 'hono'
import type { Api } from './access/api.ts'
import { apis } from './access/old-presenters/apis.ts'
import { accountHandlers } from './access/old-routes/accounts.ts'
import { bankConnectionHandlers } from './access/old-routes/bank-connections.ts'
import { bankHandlers } from './access/old-routes/banks.ts'
import { mandatorAdminHandlers } from './access/old-routes/mandator-admin.ts'
import { oauthHandlers } from './access/old-routes/oauth.ts'
import { transactionHandlers } from './access/old-routes/transactions.ts'
import { userHandlers } from './access/old-routes/users.ts'
import { controlRoutes } from './control/routes.ts'
import { pathOf } from './core/path-of.ts'
import type { Handlers } from './http/exchange.ts'
import { ConnectionCut } from './http/inject-fault.ts'
import { createOperationHandler, type ServedOperation } from './http/operation.ts'
import { recordBankPage } from './http/record-bank-page.ts'
import { answerUnmapped } from './http/unmapped.ts'
import type { Settings } from './options.ts'
import { bankPages } from './pages/bank/routes.ts'
import { bankVisits } from './pages/bank/visits.ts'
import { deviceRoutes } from './pages/device/routes.ts'
import type { World } from './world/world.ts'
import type { Worlds } from './world/worlds.ts'

const handlers: Handlers = {
  ...oauthHandlers,
  ...userHandlers,
  ...bankHandlers,
  ...bankConnectionHandlers,
  ...accountHandlers,
  ...transactionHandlers,
  ...mandatorAdminHandlers,
}

/** What answers requests: `fetch` of the Fetch API, for a server or for a test without one. */
export interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

/** finAPI's operations in every version, the bank's pages, and what is ours under `/_mock`. */
export const createApp = (worlds: Worlds, settings: Settings): App => {
  // A world's prefix is no part of finAPI's paths; see worlds.ts.
  const app = new Hono({ getPath: (request) => worlds.place(pathOf(request)).path })
  const operations = apis.flatMap((api) => servedOperations(api))
  const answer = createOperationHandler(worlds, settings)
  const worldOf = (c: Context): World => {
    const { world } = worlds.place(pathOf(c.req.raw))
    world.clock.runDue()
    return world
  }

  for (const alternatives of groupByRoute(operations)) {
    const [first] = alternatives
    if (first === undefined) continue
    app.on(first.operation.method, first.route, (c) => answer(chooseAlternative(alternatives, c), c))
  }
  app.route('/_mock', controlRoutes(worlds, settings))
  app.use('/_mock/bank/*', recordBankPage(worlds))
  app.route(
    '/_mock/bank',
    bankPages((c) => bankVisits(worldOf(c))),
  )
  app.route('/_mock/device', deviceRoutes(worldOf, settings))
  const unmapped = answerUnmapped(worlds, operations)
  app.notFound((c) => unmapped(c.req.raw, c.req.path, c.env))
  app.onError(answerMishap)

  return { fetch: (request, env) => app.fetch(overriddenMethod(request), env) }
}

/** A cut connection is what the caller should see; anything else is a mistake of this server. */
const answerMishap = (error: Error): Response => {
  if (error instanceof ConnectionCut) throw error
  console.error(error)
  return new Response('Internal Server Error', { status: 500 })
}

/** finAPI treats a POST with this header as the method that it names, for clients that cannot send that method. */
const overriddenMethod = (request: Request): Request => {
  if (request.method !== 'POST') return request
  const method = request.headers.get('x-http-method-override')?.toUpperCase()
  if (method !== 'PATCH' && method !== 'DELETE') return request
  // Taken apart by hand, because the server's own requests are not those that the platform's constructor knows.
  return new Request(request.url, { method, headers: [...request.headers], body: request.body, duplex: 'half' })
}

const servedOperations = (api: Api): ServedOperation[] =>
  Object.entries(api.operations).map(([operationId, operation]) => {
    const handler = handlers[operationId]
    if (handler === undefined) throw new Error(`operation ${operationId} of ${api.version} has no handler`)
    const route = operation.path.replace(/\{\w+\}/g, ':value')
    return { api, operationId, operation, handler, route, takesList: operation.path.endsWith('{ids}') }
  })

/** v1 has `/banks/{id}` and `/banks/{ids}`: one route, and what stands in the path decides. */
const groupByRoute = (operations: readonly ServedOperation[]): ServedOperation[][] => {
  const groups = new Map<string, ServedOperation[]>()
  for (const served of operations) {
    const key = `${served.operation.method} ${served.route}`
    groups.set(key, [...(groups.get(key) ?? []), served])
  }
  return [...groups.values()]
}

const chooseAlternative = (alternatives: readonly ServedOperation[], c: Context): ServedOperation => {
  const isList = alternatives.length > 1 && (c.req.param('value')?.includes(',') ?? false)
  const chosen = alternatives.find(({ takesList }) => takesList === isList) ?? alternatives[0]
  if (chosen === undefined) throw new Error('a route without an operation')
  return chosen
}

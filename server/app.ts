import { type Context, Hono } from 'hono'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { accessRoutes, createUnmappedEndpoint } from './access/endpoints.ts'
import { controlRoutes, createUnknownControlEndpoint } from './control/endpoints.ts'
import { RequestAborted } from './core/http-request.ts'
import { BANK_PAGES_PATH, isOwnPath } from './core/own-paths.ts'
import { pathOf } from './core/path-of.ts'
import { type Connection, toConnection } from './http/connection.ts'
import { ConnectionCut } from './http/inject-fault.ts'
import { createPipeline } from './http/pipeline.ts'
import { mergeFixedPaths, type Route } from './http/routes.ts'
import type { Settings } from './options.ts'
import { createBankPageEndpoint } from './pages/bank/endpoint.ts'
import { createDeviceEndpoint, DEVICE_PATH } from './pages/device/endpoint.ts'
import type { Placement, Worlds } from './world/worlds.ts'

/** The mock as a request handler with the signature of `fetch`. */
export interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

interface AppEnv {
  Bindings: Connection & { readonly placement: Placement }
}

/** Creates the app: finAPI Access in both versions, the pages, and the control API below `/_mock`. */
export const createApp = (worlds: Worlds, settings: Settings): App => {
  // Routes match the path behind the world's prefix, which is not part of finAPI's paths.
  const app = new Hono<AppEnv>({
    getPath: (request, options) => options?.env?.placement.path ?? pathOf(request),
    router: new RegExpRouter(),
  })
  const pipeline = createPipeline(settings)

  const route = (methods: string[], { path, endpoint: find }: Pick<Route, 'path' | 'endpoint'>) => {
    const hasValue = path.includes('{')
    app.on(methods, [path.replace(/\{\w+\}/, ':value')], (c: Context<AppEnv>): Response | Promise<Response> => {
      const { request, outgoing, placement } = c.env
      const pathValue: string = hasValue ? (c.req.param('value') ?? '') : ''
      const incoming = { request, outgoing, placement, pathValue }
      const endpoint = find(pathValue)
      return endpoint instanceof Promise
        ? endpoint.then((loaded) => pipeline(loaded, incoming))
        : pipeline(endpoint, incoming)
    })
  }

  for (const found of mergeFixedPaths([...accessRoutes(), ...controlRoutes(worlds, settings)])) {
    route([found.method], found)
  }
  const bankPage = createBankPageEndpoint()
  route(ALL_METHODS, { path: `${BANK_PAGES_PATH}/*`, endpoint: () => bankPage })
  const device = createDeviceEndpoint(settings)
  route(['GET', 'POST'], { path: DEVICE_PATH, endpoint: () => device })

  const unmapped = createUnmappedEndpoint()
  const unknownControl = createUnknownControlEndpoint(settings)
  app.notFound((c) => {
    const { request, outgoing, placement } = c.env
    const endpoint = isOwnPath(placement.path) ? unknownControl : unmapped(placement.path)
    return pipeline(endpoint, { request, outgoing, placement, pathValue: '' })
  })
  app.onError(respondToBug)

  return {
    fetch: (request, env) => {
      const method = readMethod(request)
      const connection = toConnection(request, method, env)
      const placement = worlds.place(pathOf(request))
      // Hono routes by the method of its request and reads nothing else of it.
      const routed = method === request.method ? request : new Request(request.url, { method })
      const { outgoing } = connection
      const response = app.fetch(routed, { request: connection.request, outgoing, placement })
      return placement.release === undefined ? response : releaseAfter(response, placement.release)
    },
  }
}

const releaseAfter = async (response: Response | Promise<Response>, release: () => void): Promise<Response> => {
  try {
    return await response
  } finally {
    release()
  }
}

const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Passes a broken connection on to a caller in the same process; any other error is a bug of this server. */
const respondToBug = (error: Error): Response => {
  if (error instanceof ConnectionCut || error instanceof RequestAborted) throw error
  console.error(error)
  return new Response('Internal Server Error', { status: 500 })
}

/** Returns the method, which a POST may replace by X-HTTP-Method-Override: finAPI accepts it from clients that cannot send PATCH or DELETE. */
const readMethod = ({ method, headers }: Request): string => {
  if (method !== 'POST') return method
  const override = headers.get('x-http-method-override')?.toUpperCase()
  return override === 'PATCH' || override === 'DELETE' ? override : method
}

import { Hono } from 'hono'
import { accessRoutes, createUnmappedEndpoint } from './access/endpoints.ts'
import { type ControlRoute, controlRoutes, createUnknownControlEndpoint } from './control/endpoints.ts'
import { BANK_PAGES_PATH, isOwnPath } from './core/own-paths.ts'
import { pathOf } from './core/path-of.ts'
import { ConnectionCut } from './http/inject-fault.ts'
import { createPipeline } from './http/pipeline.ts'
import type { Settings } from './options.ts'
import { createBankPageEndpoint } from './pages/bank/endpoint.ts'
import { createDeviceEndpoint, DEVICE_PATH } from './pages/device/endpoint.ts'
import type { Endpoint } from './world/endpoint.ts'
import type { Placement, Worlds } from './world/worlds.ts'

/** The mock as a request handler with the signature of `fetch`. */
export interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

interface AppEnv {
  Bindings: { readonly placement: Placement }
}

/** Creates the app: finAPI Access in both versions, the pages, and the control API below `/_mock`. */
export const createApp = (worlds: Worlds, settings: Settings): App => {
  // Routes match the path behind the world's prefix, which is not part of finAPI's paths.
  const app = new Hono<AppEnv>({
    getPath: (request, options) => options?.env?.placement.path ?? pathOf(request),
  })
  const pipeline = createPipeline(settings)

  const route = (methods: string[], path: string, find: (pathValue: string) => Endpoint | Promise<Endpoint>) => {
    app.on(methods, path.replace(/\{\w+\}/, ':value'), (c) => {
      const { placement } = c.env
      const pathValue: string = c.req.param('value') ?? ''
      const incoming = { request: c.req.raw, env: c.env, placement, pathValue }
      const endpoint = find(pathValue)
      return endpoint instanceof Promise
        ? endpoint.then((loaded) => pipeline(loaded, incoming))
        : pipeline(endpoint, incoming)
    })
  }

  for (const { method, path, endpoint } of accessRoutes()) route([method], path, endpoint)
  for (const { method, path, endpoint } of sortControlRoutes(worlds, settings)) route([method], path, () => endpoint)
  const bankPage = createBankPageEndpoint()
  route(ALL_METHODS, `${BANK_PAGES_PATH}/*`, () => bankPage)
  const device = createDeviceEndpoint(settings)
  route(['GET', 'POST'], DEVICE_PATH, () => device)

  const unmapped = createUnmappedEndpoint()
  const unknownControl = createUnknownControlEndpoint(settings)
  app.notFound((c) => {
    const { placement } = c.env
    const endpoint = isOwnPath(placement.path) ? unknownControl : unmapped(placement.path)
    return pipeline(endpoint, { request: c.req.raw, env: c.env, placement, pathValue: '' })
  })
  app.onError(respondToBug)

  return {
    fetch: (request, env) => {
      const placement = worlds.place(pathOf(request))
      const response = app.fetch(overrideMethod(request), { ...env, placement })
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

/** Returns the routes with fixed paths first, because Hono takes the first that matches. */
const sortControlRoutes = (worlds: Worlds, settings: Settings): ControlRoute[] =>
  controlRoutes(worlds, settings).sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))

/** Passes a cut connection on to a caller in the same process; any other error is a bug of this server. */
const respondToBug = (error: Error): Response => {
  if (error instanceof ConnectionCut) throw error
  console.error(error)
  return new Response('Internal Server Error', { status: 500 })
}

/** Replaces the method of a POST by X-HTTP-Method-Override, which finAPI accepts from clients that cannot send PATCH or DELETE. */
const overrideMethod = (request: Request): Request => {
  if (request.method !== 'POST') return request
  const method = request.headers.get('x-http-method-override')?.toUpperCase()
  if (method !== 'PATCH' && method !== 'DELETE') return request
  // Copied field by field, because the constructor does not accept node-server's requests.
  return new Request(request.url, {
    method,
    headers: [...request.headers],
    body: request.body,
    signal: request.signal,
    duplex: 'half',
  })
}

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

/** The mock as a function from requests to responses: `fetch` of the Fetch API. */
export interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

interface AppEnv {
  Bindings: { readonly placement: Placement }
}

/** Creates the app: finAPI Access in every version, the pages, and the control API below `/_mock`. */
export const createApp = (worlds: Worlds, settings: Settings): App => {
  // The world's prefix is no part of finAPI's paths, so routing starts behind it.
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
  for (const { method, path, endpoint } of sortedControlRoutes(worlds, settings)) route([method], path, () => endpoint)
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
  app.onError(respondToMistake)

  return {
    fetch: (request, env) => app.fetch(overrideMethod(request), { ...env, placement: worlds.place(pathOf(request)) }),
  }
}

const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A fixed path goes before one with a parameter. */
const sortedControlRoutes = (worlds: Worlds, settings: Settings): ControlRoute[] =>
  controlRoutes(worlds, settings).sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))

/** A caller in the same process gets the error of a cut connection; anything else is a mistake of this server. */
const respondToMistake = (error: Error): Response => {
  if (error instanceof ConnectionCut) throw error
  console.error(error)
  return new Response('Internal Server Error', { status: 500 })
}

/** finAPI handles a POST with this header as the method that it names, for clients that cannot send that method. */
const overrideMethod = (request: Request): Request => {
  if (request.method !== 'POST') return request
  const method = request.headers.get('x-http-method-override')?.toUpperCase()
  if (method !== 'PATCH' && method !== 'DELETE') return request
  // Copied by hand, because the server's own requests are not those that the platform's constructor knows.
  return new Request(request.url, { method, headers: [...request.headers], body: request.body, duplex: 'half' })
}

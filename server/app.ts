import type { RequestListener, ServerResponse } from 'node:http'
import { accessRoutes, createUnmappedEndpoint } from './access/endpoints.ts'
import { controlRoutes, createUnknownControlEndpoint } from './control/endpoints.ts'
import { RequestAborted } from './core/http-request.ts'
import { BANK_PAGES_PATH, isOwnPath } from './core/own-paths.ts'
import { pathOf } from './core/path-of.ts'
import { ALREADY_SENT } from './http/already-sent.ts'
import { type Connection, sendResponse, toConnection } from './http/connection.ts'
import { ConnectionCut } from './http/inject-fault.ts'
import { createPipeline } from './http/pipeline.ts'
import { createRouter } from './http/router.ts'
import type { Route } from './http/routes.ts'
import { SocketRequest } from './http/socket-request.ts'
import { findUsualUrl } from './http/usual-request.ts'
import type { Settings } from './options.ts'
import { createBankPageEndpoint } from './pages/bank/endpoint.ts'
import { createDeviceEndpoint, DEVICE_PATH } from './pages/device/endpoint.ts'
import type { Endpoint } from './world/endpoint.ts'
import type { Placement, Worlds } from './world/worlds.ts'

/** The mock as a request handler with the signature of `fetch`. */
export interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

/** The mock behind a socket. */
export interface SocketApp extends App {
  /**
   * Returns a listener of Node's HTTP server. It handles the usual requests itself, because making a Request of each
   * takes as long as an operation, and leaves the others to `next`.
   */
  listen(next: RequestListener): RequestListener
}

/** Creates the app: finAPI Access in both versions, the pages, and the control API below `/_mock`. */
export const createApp = (worlds: Worlds, settings: Settings): SocketApp => {
  const pipeline = createPipeline(settings)
  const unmapped = createUnmappedEndpoint()
  const unknownControl = createUnknownControlEndpoint(settings)
  const router = createRouter(
    [...accessRoutes(), ...controlRoutes(worlds, settings), ...pageRoutes(settings)],
    (path) => (isOwnPath(path) ? unknownControl : unmapped(path)),
  )

  const handle = ({ request, outgoing }: Connection, placement: Placement): Response | Promise<Response> => {
    try {
      // Routes match the path behind the world's prefix, which is not part of finAPI's paths.
      const { endpoint, pathValue } = router.find(request.method, placement.path)
      const incoming = { request, outgoing, placement, pathValue }
      const response =
        endpoint instanceof Promise
          ? endpoint.then((loaded) => pipeline(loaded, incoming))
          : pipeline(endpoint, incoming)
      return response instanceof Promise ? settle(response, outgoing, placement) : release(response, placement)
    } catch (error) {
      return release(respondToBug(error, outgoing), placement)
    }
  }

  return {
    fetch: async (request, env) => {
      const connection = toConnection(request, readMethod(request), env)
      const response = await handle(connection, worlds.place(pathOf(request.url)))
      const { status, headers } = response
      return request.method === 'HEAD' && connection.outgoing === undefined
        ? new Response(null, { status, headers })
        : response
    },
    listen: (next) => (incoming, outgoing) => {
      const url = findUsualUrl(incoming)
      const placement = url === undefined ? undefined : worlds.place(pathOf(url))
      // Faults may respond with a stream, which node-server sends.
      if (url === undefined || placement?.world.faults.isIdle !== true) {
        placement?.release?.()
        next(incoming, outgoing)
        return
      }
      const request = new SocketRequest(incoming, outgoing, url, incoming.method ?? '')
      void handle({ request, outgoing }, placement)
    },
  }
}

const pageRoutes = (settings: Settings): Route[] => {
  const bankPage = createBankPageEndpoint()
  const device = createDeviceEndpoint(settings)
  return [
    ...toRoutes(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], `${BANK_PAGES_PATH}/*`, bankPage),
    ...toRoutes(['GET', 'POST'], DEVICE_PATH, device),
  ]
}

const toRoutes = (methods: readonly string[], path: string, endpoint: Endpoint): Route[] =>
  methods.map((method) => ({ method, path, endpoint: () => endpoint }))

const settle = async (
  response: Promise<Response>,
  outgoing: ServerResponse | undefined,
  placement: Placement,
): Promise<Response> => {
  try {
    return await response
  } catch (error) {
    return respondToBug(error, outgoing)
  } finally {
    placement.release?.()
  }
}

const release = (response: Response, placement: Placement): Response => {
  placement.release?.()
  return response
}

/** Passes a broken connection on to a caller in the same process; any other error is a bug of this server. */
const respondToBug = (error: unknown, outgoing: ServerResponse | undefined): Response => {
  if (error instanceof ConnectionCut || error instanceof RequestAborted) throw error
  console.error(error)
  if (outgoing?.headersSent) {
    outgoing.destroy()
    return ALREADY_SENT
  }
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' }
  return sendResponse({ status: 500, headers, text: 'Internal Server Error' }, outgoing)
}

/** Returns the method, which a POST may replace by X-HTTP-Method-Override: finAPI accepts it from clients that cannot send PATCH or DELETE. */
const readMethod = ({ method, headers }: Request): string => {
  if (method !== 'POST') return method
  const override = headers.get('x-http-method-override')?.toUpperCase()
  return override === 'PATCH' || override === 'DELETE' ? override : method
}

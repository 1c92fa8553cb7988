import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ProxiedRequest {
  method: string
  /** The URL that the client called; the server derives its links from it. */
  url: URL
  headers: Record<string, string>
  body: string
}

export interface ProxiedResponse {
  status: number
  /** The status text; that of Node by default. */
  reason?: string
  headers: Record<string, string>
  body: string
  /** Sends the body in pieces of this many bytes instead of at once. */
  pieces?: number
}

/** Forwards a request to the server behind the proxy. */
export type Forward = (request: ProxiedRequest) => Promise<ProxiedResponse>

/** Changes a request, its response, or both; may also respond without forwarding the request. */
export type Interference = (request: ProxiedRequest, forward: Forward) => Promise<ProxiedResponse>

/** Changes nothing. */
export const unchanged: Interference = (request, forward) => forward(request)

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))

const read = async (incoming: IncomingMessage): Promise<ProxiedRequest> => ({
  method: incoming.method ?? 'GET',
  url: new URL(incoming.url ?? '/', `http://${incoming.headers.host}`),
  headers: flat(incoming.headers),
  body: await text(incoming),
})

/** The server behind a proxy, in the same process. */
export interface Upstream {
  fetch(request: Request): Response | Promise<Response>
}

/** A server with its own address, which its links keep. */
export const serverAt = (baseUrl: string): Upstream => ({
  async fetch(request) {
    const { pathname, search } = new URL(request.url)
    const { host: _, ...headers } = Object.fromEntries(request.headers)
    const body = request.body === null ? null : await request.text()
    return fetch(new URL(pathname + search, baseUrl), { method: request.method, headers, body, redirect: 'manual' })
  },
})

const forwardTo =
  (behind: Upstream): Forward =>
  async ({ method, url, headers, body }) => {
    const { connection: _, 'content-length': __, 'transfer-encoding': ___, ...kept } = headers
    // A Request with one of these methods cannot have a body.
    const hasBody = body !== '' && method !== 'GET' && method !== 'HEAD'
    const response = await behind.fetch(new Request(url, { method, headers: kept, ...(hasBody ? { body } : {}) }))
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }

const write = (outgoing: ServerResponse, { status, reason, headers, body, pieces }: ProxiedResponse): void => {
  for (const [name, value] of Object.entries(headers))
    if (!/^(content-length|transfer-encoding|keep-alive)$/i.test(name)) outgoing.setHeader(name, value)
  if (reason === undefined) outgoing.writeHead(status)
  else outgoing.writeHead(status, reason)
  const bytes = Buffer.from(body)
  if (pieces !== undefined)
    for (let from = 0; from < bytes.length; from += pieces) outgoing.write(bytes.subarray(from, from + pieces))
  outgoing.end(pieces === undefined ? bytes : undefined)
}

export interface StartedProxy {
  readonly url: string
  close(): Promise<void>
}

/** Starts a proxy in front of a server that interferes with requests and responses. */
export const startProxy = async (behind: Upstream, interfere: Interference): Promise<StartedProxy> => {
  const forward = forwardTo(behind)
  const server = createServer((incoming, outgoing) => {
    const response = async () => write(outgoing, await interfere(await read(incoming), forward))
    response().catch((error: unknown) => outgoing.writeHead(502).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

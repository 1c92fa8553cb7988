import { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpRequest } from '../core/http-request.ts'
import { ALREADY_SENT } from './already-sent.ts'
import { FetchRequest } from './fetch-request.ts'
import { SocketRequest } from './socket-request.ts'

/** A response in the form in which it is sent. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

/** A request and the way to respond to it. */
export interface Connection {
  readonly request: HttpRequest
  /** Node's response, which writes to the socket; undefined for a caller in the same process. */
  readonly outgoing: ServerResponse | undefined
}

/** The bindings that node-server passes for a request that came through a socket. */
interface NodeBindings {
  readonly incoming?: unknown
  readonly outgoing?: unknown
}

/** Returns the connection of a request; `method` may override the request's own one. */
export const toConnection = (
  request: Request,
  method: string,
  { incoming, outgoing }: NodeBindings = {},
): Connection =>
  incoming instanceof IncomingMessage && outgoing instanceof ServerResponse
    ? { request: new SocketRequest(incoming, outgoing, request.url, method), outgoing }
    : { request: new FetchRequest(request, method), outgoing: undefined }

export const toFetchResponse = ({ status, headers, text }: HttpResponse): Response =>
  new Response(text ?? null, { status, headers })

/**
 * Sends a response, directly to the socket if there is one: a Response would turn the text into a stream, and reading
 * that back costs more than everything else that the server does for a request.
 */
export const sendResponse = (response: HttpResponse, outgoing: ServerResponse | undefined): Response => {
  if (outgoing === undefined) return toFetchResponse(response)
  const { status, headers, text } = response
  // One flat list, which Node writes without further checks of an object.
  const list: string[] = []
  for (const name in headers) list.push(name, headers[name] ?? '')
  // HTTP forbids Content-Length with 204.
  if (status !== 204) list.push('Content-Length', String(text === undefined ? 0 : Buffer.byteLength(text)))
  outgoing.writeHead(status, list)
  outgoing.end(text)
  return ALREADY_SENT
}

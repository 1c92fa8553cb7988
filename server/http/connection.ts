import { IncomingMessage, ServerResponse } from 'node:http'
import { ALREADY_SENT } from './already-sent.ts'

/** A response in the form in which it is sent. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

/** Returns Node's flat list of the request's header names and values; undefined for a request without a socket. */
export const findRawHeaders = (env: unknown): readonly string[] | undefined => {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  return env.incoming instanceof IncomingMessage ? env.incoming.rawHeaders : undefined
}

/** Returns Node's response, which writes to the socket; undefined for a request without a socket. */
export const findServerResponse = (env: unknown): ServerResponse | undefined => {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined
}

export const toFetchResponse = ({ status, headers, text }: HttpResponse): Response =>
  new Response(text ?? null, { status, headers })

/**
 * Sends a response, directly to the socket if there is one: a Response would turn the text into a stream, and reading
 * that back costs more than everything else that the server does for a request.
 */
export const sendResponse = (response: HttpResponse, env: unknown): Response => {
  const outgoing = findServerResponse(env)
  if (outgoing === undefined) return toFetchResponse(response)
  const { status, headers, text } = response
  // HTTP forbids Content-Length with 204.
  outgoing.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(text ?? '') })
  outgoing.end(text)
  return ALREADY_SENT
}

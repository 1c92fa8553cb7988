import { IncomingMessage, ServerResponse } from 'node:http'
import { ALREADY_SENT } from './already-sent.ts'

/** A response as it is written. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

/** Returns the request's headers as they came, name after value; undefined for a request without a socket. */
export const rawHeadersOf = (env: unknown): readonly string[] | undefined => {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  return env.incoming instanceof IncomingMessage ? env.incoming.rawHeaders : undefined
}

/** Returns Node's response, for a fault that writes to the socket itself; undefined for a request without a socket. */
export const outgoingOf = (env: unknown): ServerResponse | undefined => {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined
}

export const toFetchResponse = ({ status, headers, text }: HttpResponse): Response =>
  new Response(text ?? null, { status, headers })

/**
 * Sends a response. With a socket it is written at once: a Response would turn the text into a stream, and reading that
 * back costs more than everything else that the server does for a request.
 */
export const sendResponse = (response: HttpResponse, env: unknown): Response => {
  const outgoing = outgoingOf(env)
  if (outgoing === undefined) return toFetchResponse(response)
  const { status, headers, text } = response
  // No client ever sees a length with 204: HTTP forbids it.
  outgoing.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(text ?? '') })
  outgoing.end(text)
  return ALREADY_SENT
}

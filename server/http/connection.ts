import { IncomingMessage, ServerResponse } from 'node:http'
import { ALREADY_SENT } from './already-sent.ts'
import type { SentAnswer } from './exchange.ts'

/** The headers as they came, name after value; a request without a socket has none. */
export const rawHeadersOf = (env: unknown): readonly string[] | undefined => {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  return env.incoming instanceof IncomingMessage ? env.incoming.rawHeaders : undefined
}

/** The answer that Node would write, for a fault that writes to the socket itself. */
export const outgoingOf = (env: unknown): ServerResponse | undefined => {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined
}

export const asResponse = ({ status, headers, text }: SentAnswer): Response =>
  new Response(text ?? null, { status, headers })

/**
 * Sends an answer. Where there is a socket it is written at once: a Response would turn the text into a stream, and
 * reading that back costs more than everything else that the server does for a request.
 */
export const sendAnswer = (answer: SentAnswer, env: unknown): Response => {
  const outgoing = outgoingOf(env)
  if (outgoing === undefined) return asResponse(answer)
  const { status, headers, text } = answer
  outgoing.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text ?? '') })
  outgoing.end(text)
  return ALREADY_SENT
}

import { IncomingMessage, ServerResponse } from 'node:http'

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

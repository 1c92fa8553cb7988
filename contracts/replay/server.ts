import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ApiVersion } from '../api.ts'
import type { Recording } from '../recording/format.ts'
import { parsePairs } from '../recording/normalise.ts'
import type { LiveRequest, LiveResponse } from './live.ts'
import { createReplay, type ReplayHandler, respondError } from './replay.ts'

export interface ReplayOptions {
  /** Any free port by default. */
  readonly port?: number
  /** 127.0.0.1 by default. */
  readonly host?: string
}

/** A server that replays recordings. */
export interface Replay {
  readonly url: string
  close(): Promise<void>
}

/** In bytes, as at the mock: far more than any request of the API needs. */
const MAX_BODY = 1024 * 1024

/** Reads the text of a body; returns undefined, without reading on, as soon as it is larger than `MAX_BODY`. */
const readBody = async (incoming: IncomingMessage): Promise<string | undefined> => {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BODY) return undefined
  const chunks: Buffer[] = []
  let size = 0
  // The connection is still needed for the response.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > MAX_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const readRequest = async (incoming: IncomingMessage): Promise<LiveRequest | undefined> => {
  const body = await readBody(incoming)
  if (body === undefined) return undefined
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    method: incoming.method ?? 'GET',
    // Clients send lists of ids with or without their commas escaped.
    path: path.replaceAll('%2C', ','),
    query: parsePairs(query),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body,
  }
}

const send = (outgoing: ServerResponse, { status, headers, body }: LiveResponse): void => {
  outgoing.writeHead(status, headers).end(body)
}

const respondTooLarge = (): LiveResponse => {
  const { headers, ...response } = respondError(413, `The request body is larger than ${MAX_BODY} bytes.`)
  // The rest of the body is not read, so the connection cannot be used again.
  return { ...response, headers: { ...headers, connection: 'close' } }
}

const formatUrl = (host: string, port: number | undefined): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/** Returns the base URL that the client used, because a container's published port is not known in here. */
const readOrigin = ({ headers: { host = '' }, socket }: IncomingMessage): string =>
  host !== '' && URL.canParse(`http://${host}`)
    ? `http://${host}`
    : formatUrl(socket.localAddress ?? 'localhost', socket.localPort)

const serve = async (respond: ReplayHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  try {
    const request = await readRequest(incoming)
    send(outgoing, request ? respond(request, readOrigin(incoming)) : respondTooLarge())
  } catch (error) {
    if (outgoing.headersSent) outgoing.destroy()
    // After a client that has gone, nobody receives it.
    else send(outgoing, respondError(500, String(error)))
  }
}

/**
 * Serves recordings: the same requests in the same order get the recorded responses, with new tokens, users, ids,
 * hashes and times.
 *
 * @example
 * const replay = await startReplay(await readRecordings('recordings'))
 * await fetch(`${replay.url}/api/v2/users`)
 * await replay.close()
 */
export const startReplay = async (
  recordings: ReadonlyMap<ApiVersion, Recording>,
  { port = 0, host = '127.0.0.1' }: ReplayOptions = {},
): Promise<Replay> => {
  const respond = createReplay(recordings)
  const server = createServer((incoming, outgoing) => serve(respond, incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: formatUrl(host, actualPort),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

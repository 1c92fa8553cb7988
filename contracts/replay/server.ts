import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ApiVersion } from '../api.ts'
import type { Recording } from '../recording/format.ts'
import { parsePairs } from '../recording/normalise.ts'
import type { LiveRequest } from './live.ts'
import { createReplay } from './replay.ts'

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

const readRequest = async (incoming: IncomingMessage): Promise<LiveRequest> => {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    method: incoming.method ?? 'GET',
    // Clients send lists of ids with or without their commas escaped.
    path: path.replaceAll('%2C', ','),
    query: parsePairs(query),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body: await text(incoming),
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
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming)
      .then((request) => {
        // The host that the client used, because a container's published port is not known in here.
        const origin = `http://${request.headers.host ?? `${host}:${port}`}`
        const { status, headers, body } = respond(request, origin)
        outgoing.writeHead(status, headers).end(body)
      })
      .catch((error: unknown) => {
        outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ApiVersion } from '../api.ts'
import type { Recording } from '../recording/format.ts'
import { pairsOf } from '../recording/normalise.ts'
import type { LiveRequest } from './match.ts'
import { createPlayer } from './play.ts'

export interface ReplayOptions {
  /** Any free one when left out. */
  readonly port?: number
  /** This machine only when left out. */
  readonly host?: string
}

/** A server that plays recordings back. */
export interface Replay {
  readonly url: string
  close(): Promise<void>
}

const read = async (incoming: IncomingMessage): Promise<LiveRequest> => {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    method: incoming.method ?? 'GET',
    // Lists of ids travel with or without their commas escaped.
    path: path.replaceAll('%2C', ','),
    query: pairsOf(query),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body: await text(incoming),
  }
}

/**
 * Serves recordings as a scenario: the same requests in the same order are answered the same way, with tokens, users,
 * ids, hashes and times of its own.
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
  const play = createPlayer(recordings)
  const server = createServer((incoming, outgoing) => {
    read(incoming)
      .then((live) => {
        // What the client calls us is what it can follow: behind a container's port we would not know.
        const { status, headers, body } = play(live, `http://${live.headers.host ?? `${host}:${port}`}`)
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
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

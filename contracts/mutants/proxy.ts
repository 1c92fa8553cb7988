import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Agent, request as send } from 'undici'

export interface ProxiedRequest {
  method: string
  /** On the server behind the proxy. */
  url: URL
  headers: Record<string, string>
  body: string
}

export interface ProxiedAnswer {
  status: number
  /** The words after the status; Node's own when left out. */
  reason?: string
  headers: Record<string, string>
  body: string
  /** Sends the body in pieces of this many bytes, in place of all at once. */
  pieces?: number
}

/** Hands a request to the server behind the proxy. */
export type Forward = (request: ProxiedRequest) => Promise<ProxiedAnswer>

/** What a proxy does otherwise than the server behind it: it may change either direction, or answer without asking. */
export type Interference = (request: ProxiedRequest, forward: Forward) => Promise<ProxiedAnswer>

/** Changes nothing at all. */
export const faithful: Interference = (request, forward) => forward(request)

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))

const read = async (incoming: IncomingMessage, behind: string): Promise<ProxiedRequest> => ({
  method: incoming.method ?? 'GET',
  url: new URL(incoming.url ?? '/', behind),
  headers: flat(incoming.headers),
  body: await text(incoming),
})

/** `Host` stays the proxy's: the server takes the links that it hands out from it. */
const forwardThrough =
  (agent: Agent): Forward =>
  async ({ method, url, headers, body }) => {
    const { connection: _, 'content-length': __, 'transfer-encoding': ___, ...kept } = headers
    const answer = await send(url, { dispatcher: agent, method, headers: kept, body: body === '' ? null : body })
    return { status: answer.statusCode, headers: flat(answer.headers), body: await answer.body.text() }
  }

const write = (outgoing: ServerResponse, { status, reason, headers, body, pieces }: ProxiedAnswer): void => {
  for (const [name, value] of Object.entries(headers))
    if (!/^(content-length|transfer-encoding|keep-alive)$/i.test(name)) outgoing.setHeader(name, value)
  if (reason === undefined) outgoing.writeHead(status)
  else outgoing.writeHead(status, reason)
  const bytes = Buffer.from(body)
  if (pieces !== undefined)
    for (let from = 0; from < bytes.length; from += pieces) outgoing.write(bytes.subarray(from, from + pieces))
  outgoing.end(pieces === undefined ? bytes : undefined)
}

export interface Proxy {
  readonly url: string
  close(): Promise<void>
}

/** Stands in front of a server, as its only address, and interferes with what goes through. */
export const startProxy = async (behind: string, interfere: Interference): Promise<Proxy> => {
  const agent = new Agent()
  const forward = forwardThrough(agent)
  const server = createServer((incoming, outgoing) => {
    const answer = async () => write(outgoing, await interfere(await read(incoming, behind), forward))
    answer().catch((error: unknown) => outgoing.writeHead(502).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await agent.destroy()
    },
  }
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { request as send } from 'undici'

export interface ProxiedRequest {
  method: string
  /** On the server behind the proxy. */
  url: URL
  headers: Record<string, string>
  body: string
}

export interface ProxiedAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Hands a request to the server behind the proxy. */
export type Forward = (request: ProxiedRequest) => Promise<ProxiedAnswer>

/** What a proxy does wrong. It may change either direction, or answer without asking. */
export type Interference = (request: ProxiedRequest, forward: Forward) => Promise<ProxiedAnswer>

/** Nothing wrong at all. */
export const faithful: Interference = (request, forward) => forward(request)

const forward: Forward = async ({ method, url, headers, body }) => {
  const hasBody = body !== ''
  const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...kept } = headers
  const answer = await send(url, { method, headers: kept, body: hasBody ? body : null })
  const flat = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  return { status: answer.statusCode, headers: Object.fromEntries(flat), body: await answer.body.text() }
}

const read = async (incoming: IncomingMessage, behind: string): Promise<ProxiedRequest> => ({
  method: incoming.method ?? 'GET',
  url: new URL(incoming.url ?? '/', behind),
  headers: Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  ),
  body: await text(incoming),
})

/** Stands in front of a server, as its only address, and does one thing wrong. */
export const startProxy = async (
  behind: string,
  interfere: Interference,
): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((incoming, outgoing) => {
    const answer = async () => {
      const answered = await interfere(await read(incoming, behind), forward)
      const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = answered.headers
      const hide = (written: string): string => written.replaceAll(behind, url)
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, hide(value))
      outgoing.writeHead(answered.status).end(hide(answered.body))
    }
    answer().catch((error: unknown) => outgoing.writeHead(502).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  /** Method and path, such as `POST /api/v2/users`. */
  readonly call: string
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ScriptedResponse {
  readonly status?: number
  readonly json?: unknown
  readonly text?: string
  readonly headers?: Record<string, string>
  /** Closes the connection instead of responding. */
  readonly drop?: boolean
  /** Never responds. */
  readonly hang?: boolean
  /** Runs when the request has arrived, before the response is sent. */
  readonly before?: () => unknown
}

/** One response for every request of a call, or a list of which each request uses up one; the keys are calls. */
export type Script = Record<string, ScriptedResponse | ScriptedResponse[]>

/** Starts a server on a free port that responds as scripted, with 599 to any other call; it is closed with the test. */
export const startScriptedServer = async (script: Script) => {
  const queues = new Map(
    Object.entries(script).map(([call, responses]) => [call, Array.isArray(responses) ? [...responses] : responses]),
  )
  const requests: ReceivedRequest[] = []

  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const call = `${request.method} ${path}`
    requests.push({ call, query, headers: request.headers, body })
    const queue = queues.get(call)
    const scripted = Array.isArray(queue) ? queue.shift() : queue
    await scripted?.before?.()
    if (scripted?.drop) return void request.socket.destroy()
    if (scripted?.hang) return
    const {
      status = 200,
      json,
      text = json === undefined ? '' : JSON.stringify(json),
      headers,
    } = scripted ?? { status: 599, text: `not scripted: ${call}` }
    response.writeHead(status, headers).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** Returns the requests of one call, or all. */
    calls: (call?: string) => requests.filter((request) => call === undefined || request.call === call),
    /** Returns the parsed JSON bodies of one call. */
    bodies: (call: string): unknown[] =>
      requests.filter((request) => request.call === call).map(({ body }) => JSON.parse(body)),
    /** Returns all requests but those for tokens, each in one line: call, decoded query and body. */
    lines: () =>
      requests
        .filter(({ call }) => !call.endsWith('/oauth/token'))
        .map(({ call, query, body }) => [call, decodeURIComponent(query), body].filter(Boolean).join(' ')),
  }
}

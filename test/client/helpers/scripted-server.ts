import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  /** `POST /api/v2/users` */
  call: string
  query: string
  headers: IncomingHttpHeaders
  body: string
}

export interface ScriptedAnswer {
  status?: number
  json?: unknown
  text?: string
  headers?: Record<string, string>
  /** Ends the connection instead of answering. */
  drop?: boolean
  /** Never answers. */
  hang?: boolean
  /** Runs when the request is there, before the answer goes out. */
  before?: () => unknown
}

/** For each `METHOD /path`: one answer for every request, or a list that is used up one by one. */
export type Script = Record<string, ScriptedAnswer | ScriptedAnswer[]>

/** Listens on a free port and answers as scripted; whatever is not scripted gets 599. Closes with the test. */
export const startScriptedServer = async (script: Script) => {
  const queues = new Map(
    Object.entries(script).map(([call, answers]) => [call, Array.isArray(answers) ? [...answers] : answers]),
  )
  const requests: ReceivedRequest[] = []

  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const call = `${request.method} ${path}`
    requests.push({ call, query, headers: request.headers, body })
    const scripted = queues.get(call)
    const answer = Array.isArray(scripted) ? scripted.shift() : scripted
    await answer?.before?.()
    if (answer?.drop) return void request.socket.destroy()
    if (answer?.hang) return
    const {
      status = 200,
      json,
      text = json === undefined ? '' : JSON.stringify(json),
      headers,
    } = answer ?? {
      status: 599,
      text: `not scripted: ${call}`,
    }
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
    /** The requests of one call, or all of them. */
    calls: (call?: string) => requests.filter((request) => call === undefined || request.call === call),
    /** The parsed JSON bodies of one call. */
    bodies: (call: string): unknown[] =>
      requests.filter((request) => request.call === call).map(({ body }) => JSON.parse(body)),
  }
}

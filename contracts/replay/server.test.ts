import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedExchange, Recording } from '../recording/format.ts'
import { type Replay, startReplay } from './server.ts'

const MAX_BODY = 1024 * 1024

const challenge = {
  status: 'REDIRECT_REQUIRED',
  redirectUrl: '{{page.text50:1}}',
  redirectContext: '{{context.uuid:1}}',
  redirectContextField: 'state',
}

const recorded: readonly RecordedExchange[] = [
  {
    operationId: null,
    request: {
      method: 'POST',
      path: '/api/v2/bankConnections/import',
      query: [],
      headers: { 'content-type': 'application/json' },
      body: { json: { redirectUrl: '{{return.text24:1}}' } },
    },
    response: {
      status: 510,
      headers: { 'content-type': 'application/json' },
      body: { json: { errors: [{ multiStepAuthentication: challenge }] } },
    },
  },
]

const recording: Recording = {
  manifest: { format: 1, version: 'v2', target: 'test', exchanges: 1, rules: [] },
  rules: [{ rule: 'a.b', outcome: 'passed', file: 'x', exchanges: 1, recorded }],
}

let replay: Replay
beforeAll(async () => {
  replay = await startReplay(new Map([['v2', recording]]))
})
afterAll(() => replay.close())

const sendText = (request: string): Socket => {
  const socket = connect(Number(new URL(replay.url).port), '127.0.0.1')
  socket.write(request)
  return socket
}

/** Opens a connection and sends the head of a request for a user. */
const beginRequest = (...headers: readonly string[]): Socket =>
  sendText(`${['POST /api/v2/users HTTP/1.1', 'Host: here', ...headers].join('\r\n')}\r\n\r\n`)

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${replay.url}/api/v2/users`, { method: 'POST', body, headers })

describe('a replay server', () => {
  // The first request, because it decides the address of the bank's pages.
  it('names its own address to a client whose Host header is no host', async () => {
    const body = '{"redirectUrl":"https://tpp.example/back"}'
    const type = 'Content-Type: application/json'
    const head = ['POST /api/v2/bankConnections/import HTTP/1.1', 'Host: [ a b', type, 'Connection: close']
    const response = await text(sendText(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
    expect(response).toMatch(/^HTTP\/1\.1 510 /)
    expect(response).toContain(`"redirectUrl":"${replay.url}/_replay/`)
  })

  it('refuses a body that announces to be too large before it arrives', async () => {
    const response = await text(beginRequest(`Content-Length: ${MAX_BODY + 1}`))
    expect(response).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*larger than 1048576 bytes/i)
  })

  it('refuses a body of unknown length as soon as it is too large, and reads no more', async () => {
    const size = MAX_BODY + 1
    const socket = beginRequest('Transfer-Encoding: chunked')
    socket.write(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`)
    // The request never ends, so only a server that stops reading ends the connection.
    const response = await text(socket)
    expect(response).toMatch(/^HTTP\/1\.1 413 /)
    expect(JSON.parse(/\{.*\}/.exec(response)?.[0] ?? '')).toEqual({
      errors: [
        { message: 'The request body is larger than 1048576 bytes.', code: expect.any(String), type: 'TECHNICAL' },
      ],
    })
  })

  it('takes a body of the largest size', async () => {
    expect((await post('x'.repeat(MAX_BODY), { 'content-type': 'text/plain' })).status).toBe(501)
  })

  it('has no response to JSON of any depth', async () => {
    const body = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    expect((await post(body, { 'content-type': 'application/json' })).status).toBe(501)
  })

  it('goes on after clients that leave in the middle of a body', async () => {
    const sockets = [beginRequest('Content-Length: 100'), beginRequest('Transfer-Encoding: chunked')]
    for (const socket of sockets) {
      await once(socket, 'connect')
      socket.write('5\r\nhalf ')
      socket.destroy()
    }
    expect((await post('')).status).toBe(501)
  })
})

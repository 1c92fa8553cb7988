import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { type MockServer, startMockServer } from '../../../server/index.ts'
import {
  codeIn,
  dialects,
  MOMENT,
  startApp,
  startSession,
  type TestApp,
  v2,
  withTransport,
} from '../../helpers/api-dialect.ts'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const KIBIBYTE = 1024
const MEGABYTE = 1_000_000
const IMPORT = '/api/v2/bankConnections/import'

let server: MockServer
let app: TestApp
let token: string
let printed: MockInstance

beforeAll(async () => {
  server = await startMockServer({ port: 0, now: MOMENT })
  app = withTransport(startApp(), (path, init) => fetch(server.url + path, init))
  token = (await app.newUser(v2)).token
})
afterAll(() => server?.close())
beforeEach(() => {
  printed = vi.spyOn(console, 'error')
})
afterEach(() => {
  const calls = [...printed.mock.calls]
  printed.mockRestore()
  expect(calls).toEqual([])
})

/** Opens a connection and sends the head of a POST. */
const post = (path: string, type: string, length: string): Socket => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  // A reset is one of the ways in which a connection ends.
  socket.on('error', () => {})
  const head = [`POST ${path} HTTP/1.1`, `Host: ${hostname}`, `Authorization: Bearer ${token}`, `Content-Type: ${type}`]
  socket.write(`${[...head, length].join('\r\n')}\r\n\r\n`)
  return socket
}

describe('a body without an end', () => {
  it.each([
    { name: 'an operation', path: IMPORT, type: JSON_TYPE, status: 413, says: /"code":"[A-Z_]+"/ },
    { name: 'the token endpoint', path: '/oauth/token', type: FORM_TYPE, status: 413, says: /65536 bytes/ },
    { name: "the bank's login page", path: '/_mock/bank/login', type: FORM_TYPE, status: 413, says: /<html/ },
    { name: "the bank's decision page", path: '/_mock/bank/decision', type: FORM_TYPE, status: 413, says: /<html/ },
    // Takes it for an empty form.
    { name: "the PSU's device", path: '/_mock/device', type: FORM_TYPE, status: 303, says: /&gone/ },
    { name: 'the control API', path: '/_mock/faults', type: JSON_TYPE, status: 400, says: /262144 bytes/ },
  ])('gets a response from $name as soon as it is too large', async ({ path, type, status, says }) => {
    const socket = post(path, type, 'Transfer-Encoding: chunked')
    let response = ''
    socket.setEncoding('utf8').on('data', (part) => {
      response += part
    })
    const part = 'x'.repeat(16 * KIBIBYTE)
    let sent = 0
    while (response === '' && sent < 20 * MEGABYTE) {
      sent += part.length
      await new Promise((resolve) => socket.write(`${part.length.toString(16)}\r\n${part}\r\n`, resolve))
    }
    while (!says.test(response) && !socket.closed) await new Promise((resolve) => setImmediate(resolve))
    socket.destroy()
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(response).toMatch(says)
    expect(sent).toBeLessThan(10 * MEGABYTE)
  })
})

describe.each([
  { way: 'with its length in the head', toInit: (body: string): RequestInit => ({ body }) },
  {
    way: 'in chunks',
    toInit: (body: string): RequestInit & { duplex: 'half' } => ({ body: new Blob([body]).stream(), duplex: 'half' }),
  },
])('the largest body, sent $way,', ({ toInit }) => {
  const send = (path: string, type: string, body: string, headers: Record<string, string> = {}) =>
    app.send('POST', path, { headers: { 'Content-Type': type, ...headers }, ...toInit(body) })

  it('has 64 KiB at the token endpoint', async () => {
    const start = 'grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret'
    const form = (size: number) => send('/oauth/token', FORM_TYPE, start.padEnd(size, '&'))
    expect((await form(64 * KIBIBYTE)).status).toBe(200)
    expect((await form(64 * KIBIBYTE + 1)).status).toBe(413)
  })

  it('has 256 KiB at an operation', async () => {
    const headers = { Authorization: `Bearer ${token}` }
    const json = (size: number) => send(IMPORT, JSON_TYPE, '{"bankId":280001}'.padEnd(size), headers)
    expect(codeIn(await json(256 * KIBIBYTE))).toBe('MISSING_FIELD')
    expect((await json(256 * KIBIBYTE + 1)).status).toBe(413)
  })
})

it.each([
  { what: 'one name', field: () => 'a', body: { a: '' } },
  { what: 'many names', field: (index: number) => `k${index}=`, body: expect.stringMatching(/^k0=&k1=&.{16000}/) },
  {
    what: 'secrets',
    field: (index: number) => `pin${index}=${index}`,
    body: expect.stringMatching(/^pin0=%5Bredacted/),
  },
])('a form of thousands of small fields with $what is shortened in the journal', async ({ field, body }) => {
  const { send, world } = startApp()
  let form = field(0)
  for (let index = 1; form.length < 63 * KIBIBYTE; index++) form += `&${field(index)}`
  const refused = await send('POST', '/oauth/token', { headers: { 'Content-Type': FORM_TYPE }, body: form })
  expect(codeIn(refused)).toBe('MISSING_FIELD')
  const [entry] = world.journal.find({ path: '/oauth/token' })
  expect(entry?.request).toMatchObject({ size: form.length, body })
  expect(JSON.stringify(entry?.request.body).length).toBeLessThanOrEqual(16 * KIBIBYTE + 2)
})

/** Returns an object with lists in it, of a number of levels altogether. */
const nest = (levels: number): string => `{"id":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`

describe.each(dialects)('nested JSON in $version', (dialect) => {
  const { base } = dialect

  it.each([101, 100_000])('is refused with %i levels', async (levels) => {
    const { app: own, user, world } = await startSession(dialect)
    for (const path of ['/bankConnections/import', '/bankConnections/update']) {
      const refused = await own.call('POST', base + path, { token: user.token, body: nest(levels) })
      expect([refused.status, codeIn(refused)]).toEqual([400, 'BAD_REQUEST'])
      expect(refused.body.errors[0].message).toContain('100 levels')
      const requestId = refused.headers.get('x-request-id') ?? 'none'
      expect(refused.body.requestId).toBe(requestId)
      expect(world.journal.find({ requestId })).toMatchObject([
        { path: base + path, response: { status: 400 }, refusedBy: { stage: 'validate' } },
      ])
    }
    const control = await own.call('POST', '/_mock/faults', { body: nest(levels) })
    expect([control.status, control.body.message]).toEqual([400, expect.stringContaining('100 levels')])
  })

  it('is validated with 100 levels', async () => {
    const { post } = await startSession(dialect)
    expect((await post('/bankConnections/import', nest(100))).text).not.toContain('levels')
  })

  it('does no harm in a request that a fault responds to', async () => {
    const { post, world } = await startSession(dialect)
    world.faults.add({ kind: 'status', status: 503 })
    expect((await post('/bankConnections/import', nest(100_000))).status).toBe(503)
    expect(world.journal.find({ status: 503 })).toHaveLength(1)
    expect(world.lint().findings).toEqual([])
  })
})

describe('a client that hangs up in the middle of a body', () => {
  const HALF = 'grant_type=client_credentials'
  const CUT = { stage: 'validate', message: expect.stringContaining('closed the connection') }

  it.each([
    { name: 'an operation', path: IMPORT, type: JSON_TYPE, stage: 'validate' },
    { name: 'the token endpoint', path: '/oauth/token', type: FORM_TYPE, stage: 'validate' },
    { name: "the bank's page", path: '/_mock/bank/login', type: FORM_TYPE, stage: 'handler' },
  ])('gets no response from $name, which the journal shows', async ({ path, type, stage }) => {
    for (const length of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
      server.world.journal.clear()
      const socket = post(path, type, length)
      const body = length.startsWith('C') ? HALF : `${HALF.length.toString(16)}\r\n${HALF}\r\n`
      socket.write(body, () => socket.destroy())
      const entry = await server.world.journal.waitFor({ path }, { timeout: 100_000 })
      expect(entry).toMatchObject({ response: { status: undefined, size: 0 }, refusedBy: { ...CUT, stage } })
    }
    expect((await app.call('GET', '/_mock/health')).status).toBe(200)
  })

  it.each(['/_mock/device', '/_mock/faults'])('does no harm at %s', async (path) => {
    server.world.journal.clear()
    const socket = post(path, path.endsWith('faults') ? JSON_TYPE : FORM_TYPE, 'Content-Length: 1000')
    await new Promise((resolve) => socket.write(HALF, resolve))
    socket.destroy()
    // Its end was noticed before that of a later request.
    const later = post(IMPORT, JSON_TYPE, 'Content-Length: 1000')
    later.write('{', () => later.destroy())
    await server.world.journal.waitFor({ path: IMPORT }, { timeout: 100_000 })
    expect((await app.call('GET', '/_mock/health')).status).toBe(200)
  })

  it.each([
    { kind: 'status', status: 500, when: 'after' } as const,
    { kind: 'invalid-json' } as const,
    { kind: 'delay', delay: 0, when: 'after' } as const,
  ])('gets no response from a fault either ($kind)', async (spec) => {
    const { fetch: handle, world, newUser } = startApp()
    const { token: own } = await newUser(v2)
    world.faults.add(spec)
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
    const headers = { Authorization: `Bearer ${own}`, 'Content-Type': JSON_TYPE }
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
    await expect(handle(new Request(`http://mock.example${IMPORT}`, init))).rejects.toThrow('closed the connection')
    expect(world.journal.find({ path: IMPORT })).toMatchObject([
      { response: { status: undefined }, refusedBy: CUT, fault: { kind: spec.kind } },
    ])
  })
})

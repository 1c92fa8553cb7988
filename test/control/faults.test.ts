import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type MockServer, startMockServer } from '../../server/index.ts'
import {
  challengeIn,
  codeIn,
  dialects,
  GUIDE,
  NO_SCA,
  REDIRECT,
  startApp,
  startSession,
  v2,
} from '../helpers/api-dialect.ts'

const servers: MockServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const startServer = async (now?: string): Promise<MockServer> => {
  const server = await startMockServer({ port: 0, ...(now === undefined ? {} : { now }) })
  servers.push(server)
  return server
}

/** Everything that a server writes until it ends the connection. */
const rawAnswer = async ({ url }: MockServer, path: string): Promise<string> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  // A reset is one of the ways in which a connection ends.
  socket.on('error', () => {})
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  await once(socket, 'close')
  return text
}

describe.each(dialects)('faults in $version', (dialect) => {
  it("answer a status with finAPI's body, as often as they are told", async () => {
    const { get, world } = await startSession(dialect)
    world.faults.add({ kind: 'status', status: 500, operation: 'getAuthorizedUser', times: 2, message: 'Out of order' })
    for (const _ of [1, 2]) {
      const hit = await get('/users')
      expect([hit.status, codeIn(hit), hit.body.errors[0].message]).toEqual([500, 'UNEXPECTED_ERROR', 'Out of order'])
      expect(hit.headers.get('x-request-id')).toBe(hit.body.requestId)
    }
    expect((await get('/users')).status).toBe(200)
    expect(world.faults.all()).toMatchObject([{ seen: 2, applied: 2, left: 0 }])
  })

  it('lose the answer of an import that was made', async () => {
    const { importBank, get, world } = await startSession(dialect)
    world.faults.add({ kind: 'gateway', status: 504, operation: 'importBankConnection', when: 'after' })
    const lost = await importBank(NO_SCA)
    expect([lost.status, lost.headers.get('content-type')]).toEqual([504, 'text/html'])
    expect(lost.text).toContain('504 Gateway Timeout')
    expect((await get('/bankConnections')).body.connections).toHaveLength(1)
    expect(codeIn(await importBank(NO_SCA))).toBe('ENTITY_EXISTS')
  })

  it('keep an import from being made', async () => {
    const { importBank, get, world } = await startSession(dialect)
    world.faults.add({ kind: 'gateway', status: 503, operation: 'importBankConnection' })
    expect((await importBank(NO_SCA)).status).toBe(503)
    expect((await get('/bankConnections')).body.connections).toEqual([])
    expect((await importBank(NO_SCA)).status).toBe(201)
  })
})

describe('a fault', () => {
  it.each([
    { given: { path: '/api/v2/acc*' }, hits: false },
    { given: { path: '/api/v2/users' }, hits: true },
    { given: { path: '/api/{version}/*' }, hits: true },
    { given: { path: '/api/**' }, hits: true },
    { given: { method: 'POST' }, hits: false },
    { given: { version: 'v1' as const }, hits: false },
    { given: { client: 'mock-client' }, hits: true },
    { given: { client: 'mock-admin' }, hits: false },
    { given: { user: 'someone' }, hits: false },
    { given: {}, hits: true },
  ])('of $given hits getAuthorizedUser: $hits', async ({ given, hits }) => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'status', status: 503, ...given })
    expect((await get('/users')).status).toBe(hits ? 503 : 200)
  })

  it('hits only its user, after those that pass', async () => {
    const { app, user, get, world } = await startSession(v2)
    const other = await app.newUser(v2)
    world.faults.add({ kind: 'too-many-requests', user: user.id.toUpperCase(), skip: 1, retryAfter: 7 })
    expect((await get('/users')).status).toBe(200)
    expect((await app.call('GET', '/api/v2/users', { token: other.token })).status).toBe(200)
    const hit = await get('/users')
    expect([hit.status, hit.headers.get('retry-after')]).toEqual([429, '7'])
    expect((await get('/users')).status).toBe(200)
  })

  it('lasts until it is removed', async () => {
    const { get, world } = await startSession(v2)
    const { id } = world.faults.add({ kind: 'status', status: 401, times: 'until-removed' })
    for (const _ of [1, 2, 3]) expect((await get('/users')).body).toHaveProperty('error', 'invalid_token')
    expect(world.faults.remove(id)).toBe(true)
    expect((await get('/users')).status).toBe(200)
  })

  it("hits the bank's pages only where its path names them", async () => {
    const { importBank, app, world } = await startSession(v2)
    const { redirectUrl } = challengeIn(await importBank(REDIRECT))
    const { id } = world.faults.add({ kind: 'status', status: 503, times: 'until-removed' })
    expect((await app.send('GET', redirectUrl)).status).toBe(200)
    world.faults.remove(id)
    world.faults.add({ kind: 'status', status: 503, path: '/_mock/bank/**' })
    expect((await app.send('GET', redirectUrl)).status).toBe(503)
    expect((await app.send('GET', redirectUrl)).status).toBe(200)
  })

  it('stays in its own world, and in a copy of its book', async () => {
    const app = startApp()
    app.world.faults.add({ kind: 'status', status: 503, times: 3 })
    expect((await app.call('GET', '/w/other/api/v2/users')).status).toBe(401)
    expect((await app.call('GET', '/api/v2/users')).status).toBe(503)
    const copy = JSON.parse(JSON.stringify(app.world.faults.all()))
    const restored = startApp()
    restored.world.faults.restore(copy)
    expect((await restored.call('GET', '/api/v2/users')).status).toBe(503)
    expect(restored.world.faults.all()).toMatchObject([{ id: 1, applied: 2, left: 1 }])
    expect(restored.world.faults.add({ kind: 'invalid-json' }).id).toBe(2)
  })

  it.each([
    { kind: 'invalid-json' as const, length: 'longer' },
    { kind: 'truncated-json' as const, length: 'shorter' },
  ])('of $kind makes the answer unreadable', async ({ kind }) => {
    const { app, user, world } = await startSession(v2)
    world.faults.add({ kind, operation: 'getAuthorizedUser' })
    const request = new Request('http://mock.example/api/v2/users', {
      headers: { Authorization: `Bearer ${user.token}` },
    })
    const response = await app.fetch(request)
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow(SyntaxError)
  })
})

describe('a delay', () => {
  it('ends when the clock passes it, and not before', async () => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'delay', delay: 'PT30M', operation: 'getAuthorizedUser' })
    let isAnswered = false
    const pending = get('/users').then((answer) => {
      isAnswered = true
      return answer
    })
    await get('/bankConnections')
    world.clock.advance(1_799_999)
    await get('/bankConnections')
    expect(isAnswered).toBe(false)
    world.clock.advance(1)
    expect((await pending).status).toBe(200)
    expect(world.journal.find({ operation: 'getAuthorizedUser' })).toMatchObject([{ milliseconds: 1_800_000 }])
  })

  it('ends in real time where the clock stands still', async () => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'delay', delay: 5 })
    expect((await get('/users')).status).toBe(200)
  })

  it('is over for a body that trickles when the clock passes its end', async () => {
    const { importBank, world } = await startSession(v2)
    world.faults.add({ kind: 'slow-body', duration: 'PT1H', chunks: 4, operation: 'importBankConnection' })
    const pending = importBank(GUIDE)
    await world.journal.waitFor({ operation: 'importBankConnection' })
    world.clock.advance(3_600_000)
    expect((await pending).status).toBe(510)
  })
})

describe('a cut connection', () => {
  const path = '/api/v2/banks'

  it.each([
    { at: 'before-headers' as const, seen: /^$/ },
    { at: 'within-headers' as const, seen: /^HTTP\/1\.1 200 OK\r\nContent-Type: applica$/ },
    {
      at: 'within-body' as const,
      seen: /^HTTP\/1\.1 401 Unauthorized\r\n(?:.+\r\n)+\r\n\{"error":"unauthorized[^}]*$/,
    },
  ])('ends $at', async ({ at, seen }) => {
    const server = await startServer()
    server.world.faults.add({ kind: 'cut', at, operation: 'getAndSearchAllBanks' })
    expect(await rawAnswer(server, path)).toMatch(seen)
    expect(await rawAnswer(server, path)).toContain('"error_description"')
    expect(server.world.journal.find({ path })).toMatchObject([
      { response: { cut: at }, fault: { id: 1, kind: 'cut' } },
      { response: { status: 401 } },
    ])
  })

  it.each(['before-headers', 'within-headers', 'within-body'] as const)(
    'is a failed fetch without a socket (%s)',
    async (at) => {
      const app = startApp()
      app.world.faults.add({ kind: 'cut', at })
      await expect(app.call('GET', path)).rejects.toThrow(
        `fetch failed: a fault of the mock cut the connection (${at})`,
      )
    },
  )

  it('loses only the answer where it comes afterwards', async () => {
    const { importBank, get, world } = await startSession(v2)
    world.faults.add({ kind: 'cut', at: 'before-headers', when: 'after', operation: 'importBankConnection' })
    await expect(importBank(NO_SCA)).rejects.toThrow('fetch failed')
    expect((await get('/bankConnections')).body.connections).toHaveLength(1)
  })

  it('sends a slow body piece by piece over a socket', async () => {
    const server = await startServer('2026-03-10T10:00:00Z')
    server.world.faults.add({ kind: 'slow-body', duration: 20, chunks: 3 })
    const text = await rawAnswer(server, path)
    expect(text.match(/^[0-9a-f]+\r$/gm)).toHaveLength(4)
    expect(text).toContain('"unauthorized"')
  })
})

describe('the book of faults', () => {
  it.each([
    { spec: {}, message: /^kind must be one of status, gateway,.* but is missing$/ },
    { spec: { kind: 'nothing' }, message: /^kind must be one of/ },
    { spec: { kind: 'status' }, message: /^status must be a whole number from 400 to 599, but is missing$/ },
    { spec: { kind: 'status', status: 200 }, message: /^status must be a whole number from 400 to 599, but is 200$/ },
    { spec: { kind: 'status', status: 500, code: 'NO' }, message: /^code must be one of ADDITIONAL/ },
    { spec: { kind: 'gateway', status: 500 }, message: /502/ },
    { spec: { kind: 'delay', delay: 'soon' }, message: /^delay must be milliseconds or an ISO 8601 duration/ },
    { spec: { kind: 'cut', at: 'once' }, message: /^at must be one of before-headers/ },
    { spec: { kind: 'invalid-json', when: 'before' }, message: /^when must be 'after' or left out/ },
    { spec: { kind: 'invalid-json', times: 0 }, message: /^times must be a whole number of at least 1, but is 0$/ },
    { spec: { kind: 'invalid-json', operation: 'importBank' }, message: /perhaps importBankConnection/ },
    { spec: { kind: 'invalid-json', path: 'api' }, message: /^path must be a path such as/ },
    { spec: { kind: 'invalid-json', delay: 1 }, message: /^A fault has no field 'delay'; it has / },
  ])('refuses $spec', async ({ spec, message }) => {
    const app = startApp()
    const refused = await app.call('POST', '/_mock/faults', { body: spec })
    expect(refused.status).toBe(400)
    expect(refused.body.message).toMatch(message)
  })

  it('is kept over HTTP', async () => {
    const app = startApp()
    const spec = { kind: 'gateway', status: 502, times: 2 }
    const added = await app.call('POST', '/w/mine/_mock/faults', { body: spec })
    expect(added.status).toBe(201)
    expect(added.body).toEqual({ id: 1, spec, seen: 0, applied: 0, left: 2 })
    expect((await app.call('GET', '/w/mine/api/v2/users')).status).toBe(502)
    expect((await app.call('GET', '/w/mine/_mock/faults')).body.faults).toMatchObject([{ id: 1, applied: 1, left: 1 }])
    expect((await app.call('GET', '/_mock/faults')).body.faults).toEqual([])
    expect((await app.call('GET', '/w/mine/_mock/faults/1')).body).toMatchObject({ id: 1 })
    expect((await app.call('DELETE', '/w/mine/_mock/faults/1')).status).toBe(204)
    expect((await app.call('DELETE', '/w/mine/_mock/faults/1')).body.message).toMatch(/no fault 1/)
    await app.call('POST', '/w/mine/_mock/faults', { body: spec })
    expect((await app.call('DELETE', '/w/mine/_mock/faults')).status).toBe(204)
    expect((await app.call('GET', '/w/mine/_mock/faults')).body.faults).toEqual([])
  })
})

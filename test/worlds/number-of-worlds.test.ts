import { describe, expect, it } from 'vitest'
import { startApp, v2 } from '../helpers/api-dialect.ts'

type App = ReturnType<typeof startApp>

const CREDENTIALS = { grant_type: 'client_credentials', client_id: 'mock-client', client_secret: 'mock-secret' }
const requestToken = ({ send }: App, world: string, secret = 'mock-secret') =>
  send('POST', `/w/${world}${v2.token}`, { body: new URLSearchParams({ ...CREDENTIALS, client_secret: secret }) })
const useWorld = ({ call }: App, world: string) => call('GET', `/w/${world}/_mock/clock`)

describe('a world', () => {
  it.each([
    { given: 'the health check', method: 'GET', path: '/_mock/health', status: 200 },
    { given: 'a read', method: 'GET', path: '/_mock/clock', status: 200 },
    {
      given: 'an expectation of its journal',
      method: 'POST',
      path: '/_mock/journal/verify',
      body: { atLeast: 0 },
      status: 200,
    },
    { given: 'a settled clock', method: 'POST', path: '/_mock/clock/settle', status: 200 },
    { given: 'a removal of nothing', method: 'DELETE', path: '/_mock/faults', status: 204 },
    { given: 'an unknown fault', method: 'DELETE', path: '/_mock/faults/1', status: 404 },
    { given: 'an unknown path', method: 'GET', path: '/unknown', status: 404 },
    { given: 'a call without a token', method: 'POST', path: '/api/v2/bankConnections/import', body: {}, status: 401 },
    { given: 'an invalid fault', method: 'POST', path: '/_mock/faults', body: {}, status: 400 },
    { given: 'its device', method: 'GET', path: '/_mock/device', status: 200 },
    { given: "the bank's page", method: 'GET', path: '/_mock/bank/login?state=none', status: 404 },
  ])('is not created by $given', async ({ method, path, body, status }) => {
    const app = startApp()
    const response = await app.call(method, `/w/new${path}`, { body })
    expect([response.status, app.worlds.names()]).toEqual([status, ['default']])
  })

  it.each([
    { given: 'a fault', method: 'POST', path: '/_mock/faults', body: { kind: 'gateway', status: 503 } },
    { given: 'an advanced clock', method: 'POST', path: '/_mock/clock/advance', body: { by: 'PT1S' } },
    { given: 'a running clock', method: 'PUT', path: '/_mock/clock', body: { mode: 'running' } },
    { given: 'a chosen scenario', method: 'POST', path: '/_mock/scenarios/next', body: { scenario: 'demo-no-sca' } },
  ])('is created by $given', async ({ method, path, body }) => {
    const app = startApp()
    expect((await app.call(method, `/w/new${path}`, { body })).status).toBeLessThan(300)
    expect(app.worlds.names()).toEqual(['default', 'new'])
  })

  it('is created by a token, after refused requests as without them', async () => {
    const [one, other] = [startApp(), startApp()]
    expect((await requestToken(one, 'new', 'wrong-secret')).status).toBe(401)
    expect(one.worlds.get('new')).toBeUndefined()
    const token = await requestToken(one, 'new')
    expect(token.text).toBe((await requestToken(other, 'new')).text)
    expect(one.worlds.get('new')?.journal.size).toBe(1)
    await requestToken(one, 'new', 'wrong-secret')
    expect(one.worlds.get('new')?.journal.find({ status: 401 })).toHaveLength(1)
  })

  it('is one for requests that are under way at the same time', async () => {
    const app = startApp()
    const waiting = app.call('GET', '/w/new/_mock/journal/wait?status=200&timeout=PT2M')
    const tokens = await Promise.all([requestToken(app, 'new'), requestToken(app, 'new')])
    expect((await waiting).body).toMatchObject({ id: 1, response: { status: 200 } })
    for (const { body } of tokens) {
      const created = await app.call('POST', `/w/new${v2.base}/users`, { body: {}, token: body.access_token })
      expect(created.status).toBe(201)
    }
    expect(app.worlds.get('new')?.journal.size).toBe(4)
  })

  it('can be created by its name while a request to it is under way', async () => {
    const app = startApp()
    const waiting = app.call('GET', '/w/new/_mock/journal/wait?status=200&timeout=PT0.05S')
    await useWorld(app, 'another')
    app.worlds.create('new', { seed: 'own' })
    expect((await waiting).status).toBe(404)
    expect((await app.call('GET', '/_mock/worlds/new')).body.seed).toBe('own')
  })
})

describe('too many worlds', () => {
  it('replace the one that was not used for the longest time', async () => {
    const app = startApp({ maxWorlds: 4 })
    for (const world of ['a', 'b', 'c']) await requestToken(app, world)
    await useWorld(app, 'a')
    await requestToken(app, 'd')
    expect(app.worlds.names()).toEqual(['default', 'a', 'c', 'd'])
    expect((await app.call('GET', '/_mock/worlds')).body).toMatchObject({ limit: 4, replaced: 1 })
    await useWorld(app, 'b')
    expect(app.worlds.get('b')).toBeUndefined()
  })

  it('replace those that were created by their name last', async () => {
    const app = startApp({ maxWorlds: 4 })
    await app.call('POST', '/_mock/worlds', { body: { name: 'a' } })
    app.worlds.create('b')
    for (const world of ['c', 'd', 'e']) await requestToken(app, world)
    expect(app.worlds.names()).toEqual(['default', 'a', 'b', 'e'])
    app.worlds.fork('a', 'f')
    app.worlds.create('g')
    expect(app.worlds.names()).toEqual(['default', 'a', 'f', 'g'])
  })

  it('end what waits in the replaced one', async () => {
    const app = startApp({ maxWorlds: 2 })
    await requestToken(app, 'a')
    const waiting = app.call('GET', '/w/a/_mock/journal/wait?status=500&timeout=PT2M')
    await requestToken(app, 'b')
    expect((await waiting).body.message).toContain('the world was removed')
  })

  it('are named in part only', async () => {
    const app = startApp()
    for (let index = 0; index < 30; index++) app.worlds.create(`w${index}`)
    expect((await app.call('GET', '/_mock/worlds/none')).body.message).toBe(
      "there is no world 'none'; there are default, w0, w1, w2, w3, w4, w5, w6, w7, w8 and 21 more",
    )
  })
})

it('refuses a useless number of worlds', async () => {
  for (const maxWorlds of [1, 2.5, 1_000_001]) {
    expect(() => startApp({ maxWorlds })).toThrow(
      `maxWorlds must be a whole number from 2 to 1000000, but is ${maxWorlds}`,
    )
  }
})

import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  DECOUPLED,
  dialects,
  GUIDE,
  NO_SCA,
  REDIRECT,
  sessionOf,
  startApp,
  startSession,
  type TestAnswer,
  v1,
  v2,
} from '../../helpers/api-dialect.ts'

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value ?? {}).some(hasNull))

describe('a client that is bound to a version', () => {
  it.each([
    { own: v1, other: v2 },
    { own: v2, other: v1 },
  ])('is answered 403 by the other one until it is switched ($own.version)', async ({ own, other }) => {
    const app = startApp({ strictVersion: own.version })
    const user = await app.newUser(own)
    const here = sessionOf(app, own, user)
    const there = sessionOf(app, other, user)
    expect((await here.get('/users')).status).toBe(200)
    const refused = await there.get('/users')
    expect([refused.status, codeIn(refused)]).toEqual([403, 'FORBIDDEN'])

    const admin = { grant_type: 'client_credentials', client_id: 'mock-admin' }
    const token = (await app.requestToken(v2, admin)).body.access_token
    const contract = { body: { apiVersion: other.version }, token }
    const switched = await app.call('POST', '/api/v2/mandatorAdmin/switchApiVersion', contract)
    expect([switched.status, switched.text]).toEqual([200, expect.any(String)])
    expect((await there.get('/users')).status).toBe(200)
    expect((await here.get('/users')).status).toBe(403)
  })
})

describe('paths of one version', () => {
  it('answers several ids in the path in v1 only', async () => {
    const { app, user, importReady } = await startSession(v1)
    const id = await importReady()
    const read = (dialect: typeof v1, path: string) => sessionOf(app, dialect, user).get(path)
    const { accounts } = (await read(v1, '/accounts')).body
    const ids = accounts.map((account: { id: number }) => account.id).join(',')
    expect((await read(v1, `/accounts/${ids}`)).body.accounts).toEqual(accounts)
    expect((await read(v1, `/bankConnections/${id},999999`)).body.connections).toHaveLength(1)
    expect((await read(v1, '/banks/280001,280002')).body.banks).toHaveLength(2)
    for (const path of [`/accounts/${ids}`, `/bankConnections/${id},999999`, '/banks/280001,280002']) {
      expect((await read(v2, path)).status).toBe(400)
    }
  })

  it('answers pending transactions in v2 only', async () => {
    const { app, user, get, importReady } = await startSession(v2)
    await importReady()
    const { pendingTransactions, paging } = (await get('/pendingTransactions?perPage=500')).body
    expect(paging.totalCount).toBe(pendingTransactions.length)
    for (const pending of pendingTransactions) {
      expect((await get(`/pendingTransactions/${pending.id}`)).body).toEqual(pending)
    }
    expect((await sessionOf(app, v1, user).get('/pendingTransactions')).status).toBe(404)
  })
})

describe('v2', () => {
  it('never sends null', async () => {
    const session = await startSession(v2)
    const answers = [
      await session.importBank(GUIDE),
      await session.importBank(REDIRECT),
      await session.importBank(DECOUPLED),
    ]
    answers.push(
      await session.answer(DECOUPLED, challengeIn(answers[2] as TestAnswer).hash, {
        twoStepProcedureId: 'DEMO-TSP-01',
      }),
    )
    answers.push(await session.importBank(NO_SCA), await session.get('/accounts'))
    session.world.clock.advance(2000)
    const paths = [
      '/users',
      '/banks?perPage=500',
      '/bankConnections',
      '/accounts',
      '/transactions?view=userView&perPage=500',
      '/pendingTransactions',
      '/accounts/1',
      '/nothing',
    ]
    for (const path of paths) answers.push(await session.get(path))
    for (const { body } of answers) expect(hasNull(body)).toBe(false)
  })
})

describe.each(dialects)('times in $version', (dialect) => {
  it.each([
    { now: '2026-01-31T23:30:00Z', v1: '2026-02-01 00:30:00.000', v2: '2026-02-01T00:30:00.000+01:00' },
    { now: '2026-03-29T00:59:59Z', v1: '2026-03-29 01:59:59.000', v2: '2026-03-29T01:59:59.000+01:00' },
    { now: '2026-03-29T01:00:00Z', v1: '2026-03-29 03:00:00.000', v2: '2026-03-29T03:00:00.000+02:00' },
    { now: '2026-10-25T01:00:00Z', v1: '2026-10-25 02:00:00.000', v2: '2026-10-25T02:00:00.000+01:00' },
  ])('are German ones at $now', async ({ now, ...expected }) => {
    const { get } = await startSession(dialect, { now })
    expect((await get('/accounts/1')).body.date).toBe(expected[dialect.version])
  })

  it('treats a POST as the method that it names', async () => {
    const { app, user, get } = await startSession(dialect)
    const headers = { 'X-HTTP-Method-Override': 'DELETE' }
    expect((await app.call('POST', `${dialect.base}/users`, { token: user.token, headers })).status).toBe(200)
    expect((await get('/users')).status).not.toBe(200)
  })

  it('answers 404 and 405 in their shapes', async () => {
    const { app, get, user } = await startSession(dialect)
    const path = `${dialect.base}/nothing`
    expect((await get('/nothing')).body).toEqual({
      timestamp: '2026-03-10T10:00:00.000Z',
      status: 404,
      error: 'Not Found',
      path,
    })
    const refused = await app.call('PUT', `${dialect.base}/banks`, { token: user.token })
    expect([refused.status, codeIn(refused)]).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(refused.headers.get('allow')).toBe('GET')
    expect((await get('/bankConnections/1')).body.errors[0].code).toBe('UNKNOWN_ENTITY')
  })
})

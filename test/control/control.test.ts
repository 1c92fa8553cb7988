import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  MOMENT,
  NO_SCA,
  REDIRECT,
  SANDBOX,
  openSession,
  startApp,
  v2,
} from '../helpers/api-dialect.ts'

const start = async () => {
  const app = startApp()
  const session = openSession(app, v2, await app.newUser(v2))
  const control = (method: string, path: string, body?: unknown) => app.call(method, `/_mock${path}`, { body })
  return { app, session, control }
}

describe('the clock by its API', () => {
  it('tells the time and what is to come, and moves on when told', async () => {
    const { session, control } = await start()
    await session.importBank(NO_SCA)
    const before = await control('GET', '/clock')
    expect(before.body).toMatchObject({
      now: '2026-03-10T10:00:00.000Z',
      speed: 0,
      pending: [{ job: 'finish-download' }],
    })
    const after = await control('POST', '/clock/advance', { by: 'PT0.5S' })
    expect(after.body).toMatchObject({ now: '2026-03-10T10:00:00.500Z', pending: [{ at: '2026-03-10T10:00:01.000Z' }] })
    const next = await control('POST', '/clock/advance', { toNext: true })
    expect(next.body.now).toBe('2026-03-10T10:00:01.000Z')
    const settled = await control('POST', '/clock/settle')
    expect(settled.body).toMatchObject({ ran: 2, clock: { pending: [] } })
    const { body } = await session.get('/bankConnections')
    expect(body.connections[0]).toMatchObject({ updateStatus: 'READY', categorizationStatus: 'READY' })
  })

  it('stands still, runs at a speed, and shows real time', async () => {
    const { control } = await start()
    expect((await control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T00:00:00Z' })).body.now).toBe(
      '2030-01-01T00:00:00.000Z',
    )
    expect((await control('PUT', '/clock', { mode: 'running', speed: 60 })).body.speed).toBe(60)
    const { body } = await control('PUT', '/clock', { mode: 'real' })
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(60_000)
    expect(body.speed).toBe(1)
  })

  it.each([
    { given: 'no mode', path: '/clock', method: 'PUT', body: {}, field: 'mode' },
    { given: 'an unknown mode', path: '/clock', method: 'PUT', body: { mode: 'warp' }, field: 'mode' },
    { given: 'an unknown field', path: '/clock', method: 'PUT', body: { mode: 'real', tz: 1 }, field: 'tz' },
    { given: 'no moment', path: '/clock', method: 'PUT', body: { mode: 'frozen', now: 'soon' }, field: 'now' },
    {
      given: 'a speed to stand still',
      path: '/clock',
      method: 'PUT',
      body: { mode: 'frozen', speed: 2 },
      field: 'speed',
    },
    { given: 'no duration', path: '/clock/advance', method: 'POST', body: { by: '5 s' }, field: 'by' },
    { given: 'neither', path: '/clock/advance', method: 'POST', body: {}, field: undefined },
  ])('refuses $given with a message and changes nothing', async ({ method, path, body, field }) => {
    const { control } = await start()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(/\S/)
    expect(answer.body.field).toBe(field)
    expect((await control('GET', '/clock')).body).toMatchObject({ now: new Date(MOMENT).toISOString(), speed: 0 })
  })

  it('has nothing to advance to when nothing is to come', async () => {
    const { control } = await start()
    expect((await control('POST', '/clock/advance', { toNext: true })).status).toBe(409)
  })
})

describe("the user's side by its API", () => {
  it('shows the TAN that a challenge expects', async () => {
    const { session, control } = await start()
    const { hash } = challengeIn(await session.importBank(SANDBOX))
    const [choice] = (await control('GET', '/psu')).body.pending
    expect(choice).toMatchObject({ hash, status: 'TWO_STEP_PROCEDURE_REQUIRED', user: session.user.id })
    expect(choice.procedures).toHaveLength(4)
    await session.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-SMS' })
    const [challenge] = (await control('GET', `/psu?hash=${hash}`)).body.pending
    expect(challenge).toMatchObject({ answer: '123456', bank: { blz: 'DEMO0001' }, scenario: 'demo-four-procedures' })
    expect((await control('POST', '/psu/approve')).body.message).toMatch(/TAN/)
    expect((await control('POST', '/psu/expire')).status).toBe(200)
    expect((await session.answer(SANDBOX, hash, { challengeResponse: '123456' })).status).toBe(422)
    expect((await control('GET', '/psu')).body.pending).toEqual([])
  })

  it('approves a push', async () => {
    const { session, control } = await start()
    const first = challengeIn(await session.importBank(DECOUPLED))
    const { hash } = challengeIn(await session.answer(DECOUPLED, first.hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
    expect((await control('POST', '/psu/approve', { user: session.user.id })).body).toMatchObject({ hash })
    expect((await control('GET', '/psu')).body.pending).toMatchObject([{ decision: 'approved' }])
    expect((await control('POST', '/psu/decline')).status).toBe(409)
    expect((await session.answer(DECOUPLED, hash, { decoupledCallback: true })).status).toBe(201)
  })

  it('declines a visit at the bank', async () => {
    const { session, control } = await start()
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    expect((await control('GET', '/psu')).body.pending).toMatchObject([{ redirectUrl }])
    const { returnUrl } = (await control('POST', '/psu/decline', { hash })).body
    const declined = await session.answer(REDIRECT, hash, { redirectCallback: new URL(returnUrl).search.slice(1) })
    expect(declined.status).toBe(422)
  })

  it('asks which one is meant when several wait', async () => {
    const { session, control } = await start()
    const hashes = []
    for (const _ of [1, 2]) hashes.push(challengeIn(await session.importBank(REDIRECT)).hash)
    const answer = await control('POST', '/psu/approve')
    expect(answer.status).toBe(409)
    for (const hash of hashes) expect(answer.body.message).toContain(hash)
    expect((await control('POST', '/psu/approve', { hash: hashes[1] })).status).toBe(200)
  })
})

describe('choosing a scenario', () => {
  it('lists every scenario and how to reach it', async () => {
    const { control } = await start()
    const { scenarios } = (await control('GET', '/scenarios')).body
    const redirect = scenarios.find(({ name }: { name: string }) => name === 'demo-redirect')
    expect(redirect).toMatchObject({
      approach: 'redirect',
      banks: [{ id: 280_002 }, { login: { 'Onlinebanking-ID': 'demo-redirect' } }],
    })
  })

  it("decides a user's next import, once, whatever bank and login say", async () => {
    const { session, control } = await start()
    const chosen = await control('POST', '/scenarios/next', {
      scenario: 'demo-no-sca',
      user: session.user.id,
      times: 1,
    })
    expect(chosen.status).toBe(201)
    expect((await control('GET', '/scenarios/next')).body.choices).toHaveLength(1)
    expect((await session.importBank(SANDBOX)).status).toBe(201)
    expect((await control('GET', '/scenarios/next')).body.choices).toEqual([])
  })

  it('lasts until it is cleared when no number is given', async () => {
    const { app, session, control } = await start()
    await control('POST', '/scenarios/next', { scenario: 'demo-no-sca' })
    const other = openSession(app, v2, await app.newUser(v2))
    expect((await session.importBank(SANDBOX)).status).toBe(201)
    expect((await other.importBank(SANDBOX)).status).toBe(201)
    expect((await control('DELETE', '/scenarios/next')).status).toBe(204)
    const third = openSession(app, v2, await app.newUser(v2))
    expect((await third.importBank(SANDBOX)).status).toBe(510)
  })

  it.each([
    { given: 'an unknown scenario', body: { scenario: 'none' }, status: 404 },
    { given: 'an unknown user', body: { scenario: 'demo-no-sca', user: 'nobody' }, status: 404 },
    { given: 'no times', body: { scenario: 'demo-no-sca', times: 0 }, status: 400 },
  ])('refuses $given', async ({ body, status }) => {
    const { control } = await start()
    expect((await control('POST', '/scenarios/next', body)).status).toBe(status)
    expect((await control('GET', '/scenarios/next')).body.choices).toEqual([])
  })
})

describe('worlds by their API', () => {
  it('makes, lists, forks, resets and forgets worlds', async () => {
    const { session, control, app } = await start()
    await session.importBank(NO_SCA)
    expect((await control('POST', '/worlds', { name: 'one', seed: 'other', now: MOMENT })).body).toMatchObject({
      name: 'one',
      path: '/w/one',
      seed: 'other',
      users: 0,
    })
    expect((await control('POST', '/worlds/default/fork', { name: 'copy' })).body).toMatchObject({ bankConnections: 1 })
    const inCopy = await app.call('GET', `/w/copy${v2.base}/bankConnections`, { token: session.user.token })
    expect(inCopy.body.connections).toHaveLength(1)
    expect((await control('POST', '/worlds/default/reset')).body).toMatchObject({ users: 0, bankConnections: 0 })
    expect((await control('GET', '/worlds/copy')).body).toMatchObject({ users: 1, bankConnections: 1 })
    expect((await control('GET', '/worlds')).body.worlds.map(({ name }: { name: string }) => name)).toEqual([
      'default',
      'one',
      'copy',
    ])
    expect((await control('DELETE', '/worlds/one')).status).toBe(204)
    expect((await control('GET', '/worlds/one')).status).toBe(404)
  })

  it('answers the same after a reset as before', async () => {
    const { app, control } = await start()
    await control('POST', '/worlds/default/reset')
    const once = await app.newUser(v2)
    await control('POST', '/worlds/default/reset')
    expect(await app.newUser(v2)).toEqual(once)
  })

  it.each([
    { given: 'a name twice', method: 'POST', path: '/worlds', body: { name: 'default' }, status: 409 },
    { given: 'an unusable name', method: 'POST', path: '/worlds', body: { name: 'a/b' }, status: 400 },
    { given: 'no duration', method: 'POST', path: '/worlds', body: { name: 'a', downloadTime: '1' }, status: 400 },
    { given: 'to forget the default world', method: 'DELETE', path: '/worlds/default', body: undefined, status: 409 },
    { given: 'an unknown world', method: 'POST', path: '/worlds/none/reset', body: undefined, status: 404 },
    { given: 'half a snapshot', method: 'PUT', path: '/worlds/default/snapshot', body: { format: 1 }, status: 400 },
  ])('refuses $given', async ({ method, path, body, status }) => {
    const { control } = await start()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body.message).toMatch(/\S/)
  })

  it.each([
    { given: 'another format', change: { format: 99 }, says: /format 99/ },
    { given: 'another seed', change: { seed: 'other' }, says: /seed 'other'/ },
    {
      given: 'an unknown persona',
      change: { ledgers: [{ persona: 'nobody', from: '', through: '' }] },
      says: /nobody/,
    },
    { given: 'broken contents', change: { flows: [{ scenario: 'demo-no-sca' }] }, says: /not readable/ },
  ])('refuses a snapshot of $given and stays as it is', async ({ change, says }) => {
    const { session, control } = await start()
    const { body } = await control('GET', '/worlds/default/snapshot')
    const answer = await control('PUT', '/worlds/default/snapshot', { ...body, ...change })
    expect(answer.status).toBe(409)
    expect(answer.body.message).toMatch(says)
    expect((await control('GET', '/worlds/default/snapshot')).body).toEqual(body)
    expect((await session.get('/users')).status).toBe(200)
  })
})

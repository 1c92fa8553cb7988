import { describe, expect, it } from 'vitest'
import { MOMENT, NO_SCA } from '../helpers/api-dialect.ts'
import { startControl } from './start-control.ts'

describe('the clock', () => {
  it('shows the time and the jobs that are due next, and is advanced', async () => {
    const { session, control } = await startControl()
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

  it('stands still, runs at a speed, or shows real time', async () => {
    const { control } = await startControl()
    expect((await control('PUT', '/clock', { mode: 'frozen', now: '2030-01-01T00:00:00Z' })).body.now).toBe(
      '2030-01-01T00:00:00.000Z',
    )
    expect((await control('PUT', '/clock', { mode: 'running', speed: 60 })).body.speed).toBe(60)
    const before = Date.now()
    const { body } = await control('PUT', '/clock', { mode: 'real' })
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(body.now)).toBeLessThanOrEqual(Date.now())
    expect(body.speed).toBe(1)
  })

  it.each([
    { given: 'no mode', path: '/clock', method: 'PUT', body: {}, field: 'mode' },
    { given: 'an unknown mode', path: '/clock', method: 'PUT', body: { mode: 'warp' }, field: 'mode' },
    { given: 'an unknown field', path: '/clock', method: 'PUT', body: { mode: 'real', tz: 1 }, field: 'tz' },
    {
      given: 'a time that is none',
      path: '/clock',
      method: 'PUT',
      body: { mode: 'frozen', now: 'soon' },
      field: 'now',
    },
    {
      given: 'a speed to stand still',
      path: '/clock',
      method: 'PUT',
      body: { mode: 'frozen', speed: 2 },
      field: 'speed',
    },
    { given: 'a duration that is none', path: '/clock/advance', method: 'POST', body: { by: '5 s' }, field: 'by' },
    { given: 'too long a duration', path: '/clock/advance', method: 'POST', body: { by: 'P36526D' }, field: 'by' },
    ...['1899-12-31T23:59:59Z', '3000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z'].flatMap((now) => [
      { given: `the time ${now}`, path: '/clock', method: 'PUT', body: { mode: 'frozen', now }, field: 'now' },
    ]),
    {
      given: 'too high a speed',
      path: '/clock',
      method: 'PUT',
      body: { mode: 'running', speed: 1e300 },
      field: 'speed',
    },
    { given: 'neither a duration nor toNext', path: '/clock/advance', method: 'POST', body: {}, field: undefined },
  ])('refuses $given and stays as it is', async ({ method, path, body, field }) => {
    const { control } = await startControl()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(/\S/)
    expect(answer.body.field).toBe(field)
    expect((await control('GET', '/clock')).body).toMatchObject({ now: new Date(MOMENT).toISOString(), speed: 0 })
  })

  it('refuses what leads beyond its last moment, and stays as it is', async () => {
    const { session, control } = await startControl()
    const last = '2999-12-31T23:59:59.900Z'
    await control('PUT', '/clock', { mode: 'frozen', now: last })
    await session.pass(0)
    await session.importBank(NO_SCA)
    const before = await control('GET', '/clock')
    expect(before.body).toMatchObject({ now: last, pending: [{ at: '3000-01-01T00:00:00.900Z' }] })
    for (const [path, body] of [
      ['/clock/advance', { by: 'PT1S' }],
      ['/clock/advance', { toNext: true }],
      ['/clock/settle', undefined],
    ] as const) {
      const answer = await control('POST', path, body)
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining('2999-12-31')])
    }
    expect((await control('GET', '/clock')).body).toEqual(before.body)
    expect((await control('GET', '/worlds')).status).toBe(200)
    expect((await session.get('/bankConnections')).body.connections[0].updateStatus).toBe('IN_PROGRESS')
  })

  it('cannot be advanced to the next job where there is none', async () => {
    const { control } = await startControl()
    expect((await control('POST', '/clock/advance', { toNext: true })).status).toBe(409)
  })
})

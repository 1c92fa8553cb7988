import { describe, expect, it } from 'vitest'
import { MOMENT, NO_SCA, v2 } from '../helpers/api-dialect.ts'
import { startControl } from './start-control.ts'

describe('worlds', () => {
  it('are made, listed, forked, reset and deleted', async () => {
    const { session, control, app } = await startControl()
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

  it('respond the same after a reset as before', async () => {
    const { app, control } = await startControl()
    await control('POST', '/worlds/default/reset')
    const once = await app.newUser(v2)
    await control('POST', '/worlds/default/reset')
    expect(await app.newUser(v2)).toEqual(once)
  })

  it.each([
    { given: 'a name twice', method: 'POST', path: '/worlds', body: { name: 'default' }, status: 409 },
    { given: 'an unusable name', method: 'POST', path: '/worlds', body: { name: 'a/b' }, status: 400 },
    {
      given: 'a duration that is none',
      method: 'POST',
      path: '/worlds',
      body: { name: 'a', downloadTime: '1' },
      status: 400,
    },
    {
      given: 'a download that takes longer than 100 years',
      method: 'POST',
      path: '/worlds',
      body: { name: 'a', downloadTime: 'P99999999999999999999D' },
      status: 400,
    },
    {
      given: 'a time that no clock can show',
      method: 'POST',
      path: '/worlds',
      body: { name: 'a', now: '0001-01-01T00:00:00Z' },
      status: 400,
    },
    { given: 'to delete the default world', method: 'DELETE', path: '/worlds/default', body: undefined, status: 409 },
    { given: 'an unknown world', method: 'POST', path: '/worlds/none/reset', body: undefined, status: 404 },
    { given: 'half a snapshot', method: 'PUT', path: '/worlds/default/snapshot', body: { format: 1 }, status: 400 },
  ])('refuse $given', async ({ method, path, body, status }) => {
    const { control } = await startControl()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body.message).toMatch(/\S/)
  })

  it.each([
    { given: 'another format', change: { format: 99 }, says: /format 99/ },
    { given: 'another seed', change: { seed: 'other' }, says: /seed 'other'/ },
    {
      given: 'an unknown persona',
      change: { stores: { ledgers: [{ persona: 'nobody', from: '', through: '' }] } },
      says: /nobody/,
    },
    { given: 'broken contents', change: { stores: { flows: [{ scenario: 'demo-no-sca' }] } }, says: /not readable/ },
  ])('refuse a snapshot with $given and stay as they are', async ({ change, says }) => {
    const { session, control } = await startControl()
    const { body } = await control('GET', '/worlds/default/snapshot')
    const answer = await control('PUT', '/worlds/default/snapshot', {
      ...body,
      ...change,
      stores: { ...body.stores, ...('stores' in change ? change.stores : {}) },
    })
    expect(answer.status).toBe(409)
    expect(answer.body.message).toMatch(says)
    expect((await control('GET', '/worlds/default/snapshot')).body).toEqual(body)
    expect((await session.get('/users')).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { MOMENT, NO_SCA, v2 } from '../helpers/api-dialect.ts'
import { startControl } from './start-control.ts'

/** Sets a value in the middle of another. */
const setAt = (holder: object, [key = '', ...rest]: string[], value: unknown): void => {
  if (rest.length === 0) Reflect.set(holder, key, value)
  else setAt(Reflect.get(holder, key), rest, value)
}

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
    { given: 'half a snapshot', method: 'PUT', path: '/worlds/default/snapshot', body: { format: 2 }, status: 400 },
    { given: 'no snapshot', method: 'PUT', path: '/worlds/default/snapshot', body: undefined, status: 400 },
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
      change: { stores: { ledgers: [{ persona: 'nobody', from: '2020-01-01', through: '2026-01-01' }] } },
      says: /nobody/,
    },
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

  const job = { at: 1e12, order: 0, job: { job: 'finish-categorization', connectionId: 1 } }

  it.each([
    { edited: 'clock.now', field: 'clock.now', value: 1e300, says: /from 1900-01-01 to 2999-12-31, but is 1e\+300$/ },
    {
      edited: 'clock.speed',
      field: 'clock.speed',
      value: 1e300,
      says: /^clock.speed must be a number from 0 to 1000000, but is 1e\+300$/,
    },
    {
      edited: 'clock.jobs',
      field: 'clock.jobs',
      value: Array(100_001).fill(job),
      says: /^clock.jobs must have at most 100000 items/,
    },
    {
      edited: 'clock.jobs',
      field: 'clock.jobs.0.job.job',
      value: [{ ...job, job: { job: 'explode' } }],
      says: /must be one of finish-download, /,
    },
    {
      edited: 'downloadTime',
      field: 'downloadTime',
      value: -1,
      says: /^downloadTime must be milliseconds of at most 100 years, but is -1$/,
    },
    { edited: 'seed', field: 'seed', value: undefined, says: /^seed must be a text, but is missing$/ },
    {
      edited: 'stores.ledgers',
      field: 'stores.ledgers.0',
      value: [{ persona: 'mira-sandow', from: '1900-01-01', through: '2999-12-31' }],
      says: /at most 30 years apart/,
    },
    {
      edited: 'stores.ledgers',
      field: 'stores.ledgers.0.from',
      value: [{ persona: 'a', from: '0001-01-01', through: '9999-12-31' }],
      says: /years 1800/,
    },
    {
      edited: 'stores.users.items',
      field: 'stores.users.items.0.password',
      value: [{ id: 'a', key: 'a', number: 1 }],
      says: /must be a text, but is missing/,
    },
    {
      edited: 'stores.flows',
      field: 'stores.flows.0.hashes',
      value: [{ scenario: 'demo-no-sca' }],
      says: /must be a list, but is missing/,
    },
    {
      edited: 'stores.faults',
      field: 'stores.faults.0.spec',
      value: [{ id: 1, spec: { kind: 'delay', delay: -1 } }],
      says: /is invalid: delay must be/,
    },
  ])('refuse a snapshot with a wrong $field by its name, and make no world', async ({ edited, field, value, says }) => {
    const { control } = await startControl()
    const { body } = await control('GET', '/worlds/default/snapshot')
    setAt(body, edited.split('.'), value)
    const answer = await control('PUT', '/worlds/edited/snapshot', body)
    expect(answer).toMatchObject({ status: 400, body: { field, message: expect.stringMatching(says) } })
    expect((await control('GET', '/worlds')).body.worlds).toHaveLength(1)
  })

  it('say first in a snapshot that it holds secrets', async () => {
    const { control } = await startControl()
    expect((await control('GET', '/worlds/default/snapshot')).text).toMatch(
      /^\{"note":"Contains passwords, access tokens/,
    )
  })
})

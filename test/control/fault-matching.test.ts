import { describe, expect, it } from 'vitest'
import { challengeIn, REDIRECT, startSession, v2 } from '../helpers/api-dialect.ts'

describe('a fault', () => {
  it.each([
    { given: { path: '/api/v2/acc*' }, applies: false },
    { given: { path: '/api/v2/users' }, applies: true },
    { given: { path: '/api/{version}/*' }, applies: true },
    { given: { path: '/api/**' }, applies: true },
    { given: { method: 'POST' }, applies: false },
    { given: { version: 'v1' as const }, applies: false },
    { given: { client: 'mock-client' }, applies: true },
    { given: { client: 'mock-admin' }, applies: false },
    { given: { user: 'someone' }, applies: false },
    { given: {}, applies: true },
  ])('with $given applies to getAuthorizedUser: $applies', async ({ given, applies }) => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'status', status: 503, ...given })
    expect((await get('/users')).status).toBe(applies ? 503 : 200)
  })

  it('applies to its user only, after the calls to skip', async () => {
    const { app, user, get, world } = await startSession(v2)
    const other = await app.newUser(v2)
    world.faults.add({ kind: 'too-many-requests', user: user.id.toUpperCase(), skip: 1, retryAfter: 7 })
    expect((await get('/users')).status).toBe(200)
    expect((await app.call('GET', '/api/v2/users', { token: other.token })).status).toBe(200)
    const hit = await get('/users')
    expect([hit.status, hit.headers.get('retry-after')]).toEqual([429, '7'])
    expect((await get('/users')).status).toBe(200)
  })

  it('applies until it is removed', async () => {
    const { get, world } = await startSession(v2)
    const { id } = world.faults.add({ kind: 'status', status: 401, times: 'until-removed' })
    for (const _ of [1, 2, 3]) expect((await get('/users')).body).toHaveProperty('error', 'invalid_token')
    expect(world.faults.remove(id)).toBe(true)
    expect((await get('/users')).status).toBe(200)
  })

  it("applies to the bank's pages only where its path names them", async () => {
    const { importBank, app, world } = await startSession(v2)
    const { redirectUrl } = challengeIn(await importBank(REDIRECT))
    const { id } = world.faults.add({ kind: 'status', status: 503, times: 'until-removed' })
    expect((await app.send('GET', redirectUrl)).status).toBe(200)
    world.faults.remove(id)
    world.faults.add({ kind: 'status', status: 503, path: '/_mock/bank/**' })
    expect((await app.send('GET', redirectUrl)).status).toBe(503)
    expect((await app.send('GET', redirectUrl)).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { codeIn, dialects, sessionOf, startApp, startSession } from '../../helpers/api-dialect.ts'

const CLIENT = { grant_type: 'client_credentials' }

describe.each(dialects)('tokens and users in $version', (dialect) => {
  it('answers the same token as long as it is valid, and another one afterwards', async () => {
    const { requestToken, world } = startApp()
    const first = (await requestToken(dialect, CLIENT)).body
    expect(first).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 3600, scope: 'all' })
    world.clock.advance(60_000)
    expect((await requestToken(dialect, CLIENT)).body).toEqual({ ...first, expires_in: 3540 })
    world.clock.advance(3_600_000)
    expect((await requestToken(dialect, CLIENT)).body.access_token).not.toBe(first.access_token)
  })

  it('takes a token only until it expires, and refreshes it', async () => {
    const { app, user, get, world } = await startSession(dialect)
    world.clock.advance(3_600_000)
    const expired = await get('/users')
    expect([expired.status, expired.body.error]).toEqual([401, 'invalid_token'])
    const form = { grant_type: 'refresh_token', refresh_token: user.refreshToken }
    const { access_token } = (await app.requestToken(dialect, form)).body
    expect((await sessionOf(app, dialect, { ...user, token: access_token }).get('/users')).status).toBe(200)
  })

  it.each([
    { given: 'a wrong secret', form: { ...CLIENT, client_secret: 'no' }, status: 401 },
    { given: 'an unknown client', form: { ...CLIENT, client_id: 'no' }, status: 401 },
    { given: 'a wrong password', form: { grant_type: 'password', username: 'no', password: 'no' }, status: 400 },
    { given: 'an unknown refresh token', form: { grant_type: 'refresh_token', refresh_token: 'no' }, status: 400 },
    { given: 'an unknown grant', form: { grant_type: 'magic' }, status: 400 },
  ])('answers $status to $given', async ({ form, status }) => {
    const refused = await startApp().requestToken(dialect, form)
    expect(refused.status).toBe(status)
    if (status === 401) expect(refused.body).toHaveProperty('error_description')
    else expect(codeIn(refused)).toBeDefined()
  })

  it('answers 401 without a token and 403 with one of the wrong kind', async () => {
    const { app, user } = await startSession(dialect)
    const path = `${dialect.base}/users`
    const bare = await app.call('GET', path)
    expect([bare.status, bare.body.error]).toEqual([401, 'unauthorized'])
    const asClient = await app.call('GET', path, { token: await app.clientToken(dialect) })
    expect([asClient.status, codeIn(asClient)]).toEqual([403, 'UNAUTHORIZED_ACCESS'])
    const asUser = await app.call('POST', path, { token: user.token, body: {} })
    expect([asUser.status, codeIn(asUser)]).toEqual([403, 'UNAUTHORIZED_ACCESS'])
  })

  it('creates a user with what is given, once, and hides the password later', async () => {
    const app = startApp()
    const token = await app.clientToken(dialect)
    const body = { id: 'Anna', password: 'secret-1', email: 'anna@example.org' }
    const created = await app.call('POST', `${dialect.base}/users`, { token, body })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject(body)
    const again = await app.call('POST', `${dialect.base}/users`, { token, body: { id: 'anna' } })
    expect([again.status, codeIn(again)]).toEqual([422, 'ENTITY_EXISTS'])
    const form = { grant_type: 'password', username: 'Anna', password: 'secret-1' }
    const { access_token } = (await app.requestToken(dialect, form)).body
    const shown = await app.call('GET', `${dialect.base}/users`, { token: access_token })
    expect(shown.body).toMatchObject({ id: 'Anna', password: 'XXXXX' })
  })

  it('deletes a user with its tokens', async () => {
    const { app, user, remove, get } = await startSession(dialect)
    expect((await remove('/users')).status).toBe(200)
    expect((await get('/users')).status).toBe(401)
    const form = { grant_type: 'password', username: user.id, password: user.password }
    expect((await app.requestToken(dialect, form)).status).toBe(400)
  })
})

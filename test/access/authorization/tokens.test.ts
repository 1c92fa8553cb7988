import { describe, expect, it } from 'vitest'
import { codeIn, dialects, openSession, startApp, startSession } from '../../helpers/api-dialect.ts'

const CLIENT = { grant_type: 'client_credentials' }

describe.each(dialects)('a token in $version', (dialect) => {
  it('stays the same as long as it is valid, and is another one afterwards', async () => {
    const { requestToken, world } = startApp()
    const first = (await requestToken(dialect, CLIENT)).body
    expect(first).toEqual({
      access_token: expect.stringMatching(/^\S{20,}$/),
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'all',
    })
    world.clock.advance('PT1M')
    expect((await requestToken(dialect, CLIENT)).body).toEqual({ ...first, expires_in: 3540 })
    world.clock.advance('PT1H')
    expect((await requestToken(dialect, CLIENT)).body.access_token).not.toBe(first.access_token)
  })

  it('expires after an hour, and a refresh token gets another one', async () => {
    const { app, user, get, world } = await startSession(dialect)
    world.clock.advance('PT1H')
    const expired = await get('/users')
    expect([expired.status, expired.body.error]).toEqual([401, 'invalid_token'])
    const form = { grant_type: 'refresh_token', refresh_token: user.refreshToken }
    const { access_token } = (await app.requestToken(dialect, form)).body
    expect((await openSession(app, dialect, { ...user, token: access_token }).get('/users')).status).toBe(200)
  })

  it('is of no use in another user’s name', async () => {
    const { app, user, get } = await startSession(dialect)
    const other = await app.newUser(dialect)
    expect(other.token).not.toBe(user.token)
    expect((await get('/users')).body.id).toBe(user.id)
    expect((await openSession(app, dialect, other).get('/users')).body.id).toBe(other.id)
  })
})

describe.each(dialects)('a token request in $version', (dialect) => {
  it.each([
    { given: 'a wrong secret', form: { ...CLIENT, client_secret: 'no' }, status: 401 },
    { given: 'an unknown client', form: { ...CLIENT, client_id: 'no' }, status: 401 },
    { given: 'a wrong password', form: { grant_type: 'password', username: 'no', password: 'no' }, status: 400 },
    { given: 'an unknown refresh token', form: { grant_type: 'refresh_token', refresh_token: 'no' }, status: 400 },
    { given: 'an unknown grant', form: { grant_type: 'magic' }, status: 400 },
  ])('is refused with $status for $given', async ({ form, status }) => {
    const refused = await startApp().requestToken(dialect, form)
    expect(refused.status).toBe(status)
    if (status === 401) expect(refused.body).toHaveProperty('error_description')
    else expect(codeIn(refused)).toMatch(/^[A-Z_]+$/)
  })
})

describe.each(dialects)('an operation in $version', (dialect) => {
  it('responds with 401 without a token and with 403 to one of the wrong kind', async () => {
    const { app, user } = await startSession(dialect)
    const path = `${dialect.base}/users`
    const bare = await app.call('GET', path)
    expect([bare.status, bare.body.error]).toEqual([401, 'unauthorized'])
    const asClient = await app.call('GET', path, { token: await app.clientToken(dialect) })
    expect([asClient.status, codeIn(asClient)]).toEqual([403, 'UNAUTHORIZED_ACCESS'])
    const asUser = await app.call('POST', path, { token: user.token, body: {} })
    expect([asUser.status, codeIn(asUser)]).toEqual([403, 'UNAUTHORIZED_ACCESS'])
  })
})

import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, READY, startApp, startSession } from '../../helpers/api-dialect.ts'

describe.each(dialects)('a user in $version', (dialect) => {
  it('has the given fields, exists once, and its password is hidden later', async () => {
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
    expect(shown.body).toMatchObject({ id: 'Anna', password: 'XXXXX', email: 'anna@example.org' })
  })

  it('is deleted with its tokens', async () => {
    const { app, user, remove, get } = await startSession(dialect)
    expect((await remove('/users')).status).toBe(200)
    expect((await get('/users')).status).toBe(401)
    const form = { grant_type: 'password', username: user.id, password: user.password }
    expect((await app.requestToken(dialect, form)).status).toBe(400)
  })

  it('is locked while one of its bank connections is busy', async () => {
    const { importBank, remove, world } = await startSession(dialect)
    await importBank(NO_SCA)
    const refused = await remove('/users')
    expect([refused.status, codeIn(refused)]).toEqual([423, 'LOCKED'])
    world.clock.advance(READY)
    expect((await remove('/users')).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { dialects, startSession } from '../../helpers/api-dialect.ts'

describe.each(dialects)('X-HTTP-Method-Override in $version', (dialect) => {
  it('makes a POST the method that it names', async () => {
    const { app, user, get } = await startSession(dialect)
    const headers = { 'X-HTTP-Method-Override': 'DELETE' }
    expect((await app.call('POST', `${dialect.base}/users`, { token: user.token, headers })).status).toBe(200)
    expect((await get('/users')).status).toBe(401)
  })
})

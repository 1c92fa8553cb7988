import { expect, it } from 'vitest'
import { codeIn, openSession, startApp, v1, v2 } from '../../helpers/api-dialect.ts'

it.each([
  { own: v1, other: v2 },
  { own: v2, other: v1 },
])(
  'a client bound to $own.version gets 403 from $other.version until an administrator switches it',
  async ({ own, other }) => {
    const app = startApp({ strictVersion: own.version })
    const user = await app.newUser(own)
    const here = openSession(app, own, user)
    const there = openSession(app, other, user)
    expect((await here.get('/users')).status).toBe(200)
    const refused = await there.get('/users')
    expect([refused.status, codeIn(refused)]).toEqual([403, 'FORBIDDEN'])

    const admin = { grant_type: 'client_credentials', client_id: 'mock-admin' }
    const token = (await app.requestToken(v2, admin)).body.access_token
    const contract = { body: { apiVersion: other.version }, token }
    const switched = await app.call('POST', '/api/v2/mandatorAdmin/switchApiVersion', contract)
    expect([switched.status, switched.body.message]).toEqual([
      200,
      expect.stringMatching(new RegExp(other.version, 'i')),
    ])
    expect((await there.get('/users')).status).toBe(200)
    expect((await here.get('/users')).status).toBe(403)
  },
)

import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, startSession, v2 } from '../helpers/api-dialect.ts'

describe.each(dialects)('faults in $version', (dialect) => {
  it("respond with a status and finAPI's body, as often as they say", async () => {
    const { get, world } = await startSession(dialect)
    world.faults.add({ kind: 'status', status: 500, operation: 'getAuthorizedUser', times: 2, message: 'Out of order' })
    for (const _ of [1, 2]) {
      const hit = await get('/users')
      expect([hit.status, codeIn(hit), hit.body.errors[0].message]).toEqual([500, 'UNEXPECTED_ERROR', 'Out of order'])
      expect(hit.headers.get('x-request-id')).toBe(hit.body.requestId)
    }
    expect((await get('/users')).status).toBe(200)
    expect(world.faults.all()).toMatchObject([{ seen: 2, applied: 2, left: 0 }])
  })

  it('lose the response of an import that was made', async () => {
    const { importBank, get, world } = await startSession(dialect)
    world.faults.add({ kind: 'gateway', status: 504, operation: 'importBankConnection', when: 'after' })
    const lost = await importBank(NO_SCA)
    expect([lost.status, lost.headers.get('content-type')]).toEqual([504, 'text/html'])
    expect(lost.text).toContain('504 Gateway Timeout')
    expect((await get('/bankConnections')).body.connections).toHaveLength(1)
    expect(codeIn(await importBank(NO_SCA))).toBe('ENTITY_EXISTS')
  })

  it('keep an import from being made', async () => {
    const { importBank, get, world } = await startSession(dialect)
    world.faults.add({ kind: 'gateway', status: 503, operation: 'importBankConnection' })
    expect((await importBank(NO_SCA)).status).toBe(503)
    expect((await get('/bankConnections')).body.connections).toEqual([])
    expect((await importBank(NO_SCA)).status).toBe(201)
  })
})

describe('a fault', () => {
  it.each([
    { kind: 'invalid-json' as const, sign: 1 },
    { kind: 'truncated-json' as const, sign: -1 },
  ])('of $kind makes a response unreadable', async ({ kind, sign }) => {
    const { app, user, get, world } = await startSession(v2)
    const whole = (await get('/users')).text.length
    world.faults.add({ kind, operation: 'getAuthorizedUser' })
    const headers = { Authorization: `Bearer ${user.token}` }
    const response = await app.fetch(new Request('http://mock.example/api/v2/users', { headers }))
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(Math.sign(text.length - whole)).toBe(sign)
  })
})

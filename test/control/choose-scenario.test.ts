import { describe, expect, it } from 'vitest'
import { openSession, SANDBOX, v2 } from '../helpers/api-dialect.ts'
import { startControl } from './start-control.ts'

describe('a scenario', () => {
  it('is listed with the banks and logins that lead to it', async () => {
    const { control } = await startControl()
    const { scenarios } = (await control('GET', '/scenarios')).body
    const redirect = scenarios.find(({ name }: { name: string }) => name === 'demo-redirect')
    expect(redirect).toMatchObject({
      approach: 'redirect',
      banks: [{ id: 280_002 }, { login: { 'Onlinebanking-ID': 'demo-redirect' } }],
    })
  })

  it("is chosen for a user's next import, once, whatever bank and login say", async () => {
    const { session, control } = await startControl()
    const chosen = await control('POST', '/scenarios/next', {
      scenario: 'demo-no-sca',
      user: session.user.id,
      times: 1,
    })
    expect(chosen.status).toBe(201)
    expect((await control('GET', '/scenarios/next')).body.choices).toHaveLength(1)
    expect((await session.importBank(SANDBOX)).status).toBe(201)
    expect((await control('GET', '/scenarios/next')).body.choices).toEqual([])
  })

  it('stays chosen until it is cleared, where no number of times is given', async () => {
    const { app, session, control } = await startControl()
    await control('POST', '/scenarios/next', { scenario: 'demo-no-sca' })
    const other = openSession(app, v2, await app.newUser(v2))
    expect((await session.importBank(SANDBOX)).status).toBe(201)
    expect((await other.importBank(SANDBOX)).status).toBe(201)
    expect((await control('DELETE', '/scenarios/next')).status).toBe(204)
    const third = openSession(app, v2, await app.newUser(v2))
    expect((await third.importBank(SANDBOX)).status).toBe(510)
  })

  it.each([
    { given: 'an unknown scenario', body: { scenario: 'none' }, status: 404 },
    { given: 'an unknown user', body: { scenario: 'demo-no-sca', user: 'nobody' }, status: 404 },
    { given: 'no time at all', body: { scenario: 'demo-no-sca', times: 0 }, status: 400 },
  ])('is not chosen for $given', async ({ body, status }) => {
    const { control } = await startControl()
    expect((await control('POST', '/scenarios/next', body)).status).toBe(status)
    expect((await control('GET', '/scenarios/next')).body.choices).toEqual([])
  })
})

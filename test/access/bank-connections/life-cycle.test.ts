import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, sessionOf, startApp, startSession } from '../../helpers/api-dialect.ts'

const DAY = 24 * 3_600_000

describe.each(dialects)('after an import in $version', (dialect) => {
  it('passes through the states of update and categorisation by the clock alone', async () => {
    const { importBank, get, world } = await startSession(dialect)
    const { id } = (await importBank(NO_SCA)).body
    const states = []
    do {
      // However often it is read: only the clock moves it on.
      for (let time = 0; time < 20; time++) await get(`/bankConnections/${id}`)
      const { updateStatus, categorizationStatus } = (await get(`/bankConnections/${id}`)).body
      states.push([updateStatus, categorizationStatus])
    } while (world.clock.advanceToNext())
    expect(states).toEqual([
      ['IN_PROGRESS', 'READY'],
      ['READY', 'PENDING'],
      ['READY', 'IN_PROGRESS'],
      ['READY', 'READY'],
    ])
  })

  it('has balances and transactions only when it is ready', async () => {
    const { importBank, get, world } = await startSession(dialect)
    await importBank(NO_SCA)
    const look = async () => {
      const { accounts } = (await get('/accounts')).body
      const { paging } = (await get('/transactions?view=userView')).body
      return {
        balances: accounts.filter(({ balance }: { balance?: number }) => typeof balance === 'number').length,
        accounts: accounts.length,
        transactions: paging.totalCount,
        states: new Set(
          accounts.map(
            ({ status, interfaces }: { status?: string; interfaces: { status: string }[] }) =>
              status ?? interfaces[0]?.status,
          ),
        ),
      }
    }
    const before = await look()
    expect(before).toMatchObject({ balances: 0, transactions: 0, states: new Set(['DOWNLOAD_IN_PROGRESS']) })
    world.clock.advance(999)
    expect(await look()).toEqual(before)
    world.clock.advance(1)
    const after = await look()
    expect(after.states).toEqual(new Set(['UPDATED']))
    expect(after.balances).toBe(after.accounts)
    expect(after.transactions).toBeGreaterThan(100)
  })

  it('is locked while it is busy, and its user too', async () => {
    const { importBank, remove, get, world } = await startSession(dialect)
    const { id } = (await importBank(NO_SCA)).body
    for (const path of [`/bankConnections/${id}`, '/users']) {
      const refused = await remove(path)
      expect([refused.status, codeIn(refused)]).toEqual([423, 'LOCKED'])
    }
    expect((await get(`/bankConnections/${id}`)).status).toBe(200)
    world.clock.advance(2000)
    expect((await remove(`/bankConnections/${id}`)).status).toBe(200)
  })

  it('takes its accounts and transactions along when it is deleted', async () => {
    const { importReady, remove, get } = await startSession(dialect)
    const id = await importReady()
    const [account] = (await get('/accounts')).body.accounts
    const [transaction] = (await get('/transactions?view=userView')).body.transactions
    await remove(`/bankConnections/${id}`)
    const gone = [`/bankConnections/${id}`, `/accounts/${account.id}`, `/transactions/${transaction.id}`]
    for (const path of gone) expect((await get(path)).status).toBe(404)
    expect((await get('/accounts')).body.accounts).toEqual([])
    expect((await get('/transactions?view=userView')).body.transactions).toEqual([])
  })

  it('brings newer transactions when it is imported again as days pass', async () => {
    const { importReady, remove, get, world, app, user } = await startSession(dialect)
    const newest = async (session: { get: typeof get }) =>
      (await session.get('/transactions?view=userView&order=bankBookingDate,desc')).body.transactions[0].bankBookingDate
    const id = await importReady()
    const before = await newest({ get })
    await remove(`/bankConnections/${id}`)
    world.clock.advance(14 * DAY)
    const form = { grant_type: 'password', username: user.id, password: user.password }
    const { access_token } = (await app.requestToken(dialect, form)).body
    const later = sessionOf(app, dialect, { ...user, token: access_token })
    await later.importReady()
    expect((await newest(later)) > before).toBe(true)
  })

  it('is the same, byte by byte, for the same seed and the same calls', async () => {
    const play = async () => {
      const app = startApp({ seed: 'twice' })
      const { get, importReady } = sessionOf(app, dialect, await app.newUser(dialect))
      await importReady()
      const paths = ['/bankConnections', '/accounts', '/transactions?view=userView&perPage=500', '/banks', '/users']
      return (await Promise.all(paths.map(get))).map(({ text }) => text)
    }
    expect(await play()).toEqual(await play())
  })
})

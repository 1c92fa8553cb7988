import { describe, expect, it } from 'vitest'
import { dialects, NO_SCA, startSession } from '../../helpers/api-dialect.ts'
import { countTransactions, readAccounts, readConnection, readTransactions, toDay } from '../../helpers/read-data.ts'

describe.each(dialects)('a connection after its import in $version', (dialect) => {
  it('goes through the states of update and categorisation by the clock alone, however often it is read', async () => {
    const session = await startSession(dialect)
    const { id } = (await session.importBank(NO_SCA)).body
    const states = []
    do {
      for (let time = 0; time < 20; time++) await readConnection(session, id)
      const { updateStatus, categorizationStatus } = await readConnection(session, id)
      states.push([updateStatus, categorizationStatus])
    } while (session.world.clock.advanceToNext())
    expect(states).toEqual([
      ['IN_PROGRESS', 'READY'],
      ['READY', 'PENDING'],
      ['READY', 'IN_PROGRESS'],
      ['READY', 'READY'],
    ])
  })

  it('has balances and transactions only once the download is done', async () => {
    const session = await startSession(dialect)
    await session.importBank(NO_SCA)
    const look = async () => {
      const accounts = await readAccounts(session)
      return {
        balances: accounts.filter(({ balance }) => typeof balance === 'number').length,
        accounts: accounts.length,
        transactions: await countTransactions(session),
        // v1 shows a status for the account as well.
        states: new Set(accounts.flatMap(({ status, interfaces }) => [status ?? interfaces[0].status])),
      }
    }
    const before = await look()
    expect(before).toMatchObject({ balances: 0, transactions: 0, states: new Set(['DOWNLOAD_IN_PROGRESS']) })
    session.world.clock.advance(999)
    expect(await look()).toEqual(before)
    session.world.clock.advance(1)
    const after = await look()
    expect(after.states).toEqual(new Set(['UPDATED']))
    expect(after.balances).toBe(after.accounts)
    expect(after.transactions).toBeGreaterThan(100)
  })

  it('brings newer transactions when it is deleted and imported again days later', async () => {
    const session = await startSession(dialect)
    const newestDay = async () =>
      toDay((await readTransactions(session, 'perPage=1&order=bankBookingDate,desc')).transactions[0].bankBookingDate)
    const id = await session.importReady()
    const before = await newestDay()
    expect(before <= '2026-03-10').toBe(true)
    await session.remove(`/bankConnections/${id}`)
    await session.pass('P14D')
    await session.importReady()
    const after = await newestDay()
    expect(after > before && after <= '2026-03-24').toBe(true)
  })
})

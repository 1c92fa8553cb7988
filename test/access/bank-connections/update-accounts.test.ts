import { describe, expect, it } from 'vitest'
import { type Dialect, dialects, importAtOwnBank, READY, startSession } from '../../helpers/api-dialect.ts'
import { countTransactions, readAccounts, readConnection, readStatus } from '../../helpers/read-data.ts'

/** A session with a complete connection to the scenario's own bank, and updates of it. */
const start = async (dialect: Dialect, scenario: string) => {
  const session = await startSession(dialect)
  const id = await importAtOwnBank(session, scenario)
  session.world.clock.advance(READY)
  const update = async (fields: object = {}) => {
    const response = await session.updateBank({ bankConnectionId: id, ...fields })
    session.world.clock.advance(READY)
    return response
  }
  return { ...session, id, update }
}

describe.each(dialects)('the accounts after an update in $version', (dialect) => {
  it('keep one that the bank no longer has, as DEPRECATED', async () => {
    const session = await start(dialect, 'account-disappears')
    const before = await readAccounts(session)
    await session.update()
    const after = await readAccounts(session)
    expect(after.map((account) => [account.accountName, readStatus(account)])).toEqual([
      ['Gehaltskonto', 'UPDATED'],
      ['Freizeitkonto', 'DEPRECATED'],
      ['Sabbatical', 'UPDATED'],
    ])
    expect(after[1].balance).toBe(before[1].balance)
    expect(after[1].interfaces[0].lastSuccessfulUpdate).toBe(before[1].interfaces[0].lastSuccessfulUpdate)
    if (dialect.version === 'v1') expect(after[1].status).toBe('DEPRECATED')
  })

  it('include a new one only where the client asks for new ones', async () => {
    const session = await start(dialect, 'account-appears')
    const names = async () => (await readAccounts(session)).map(({ accountName }) => accountName)
    await session.update()
    expect(await names()).toEqual(['Gehaltskonto'])
    await session.update({ importNewAccounts: true, accountTypes: ['CreditCard'] })
    expect(await names()).toEqual(['Gehaltskonto'])
    const found = await session.update({ importNewAccounts: true, accountTypes: ['Savings'] })
    expect(found.body.accountIds).toHaveLength(2)
    expect(await names()).toEqual(['Gehaltskonto', 'Sabbatical'])
    const [, added] = await readAccounts(session)
    expect([added.isNew, readStatus(added), typeof added.balance]).toEqual([true, 'UPDATED', 'number'])
    // 89 days, that of the update included, begin with 12 December.
    expect(await countTransactions(session, `accountIds=${added.id}&maxBankBookingDate=2025-12-11`)).toBe(0)
    expect(await countTransactions(session, `accountIds=${added.id}`)).toBeGreaterThan(0)
  })

  it('stay as they were when the download fails', async () => {
    const session = await start(dialect, 'update-fails')
    const [before] = await readAccounts(session)
    const count = await countTransactions(session)
    await session.pass('P5D')
    expect((await session.update()).status).toBe(200)
    expect((await readConnection(session, session.id)).interfaces[0]).toMatchObject({
      lastManualUpdate: {
        result: 'INTERNAL_SERVER_ERROR',
        errorMessage: "The bank's server did not answer in time.",
        errorType: 'TECHNICAL',
      },
      userActionRequired: false,
    })
    const [after] = await readAccounts(session)
    expect(readStatus(after)).toBe('DOWNLOAD_FAILED')
    expect(after.interfaces[0].lastSuccessfulUpdate).toBe(before.interfaces[0].lastSuccessfulUpdate)
    expect(after.interfaces[0].lastUpdateAttempt).not.toBe(before.interfaces[0].lastUpdateAttempt)
    expect([after.balance, await countTransactions(session)]).toEqual([before.balance, count])
  })

  it('have new balances alone where positions are skipped, and the positions after the next update', async () => {
    const session = await start(dialect, 'account-disappears')
    const before = await countTransactions(session)
    const [{ balance }] = await readAccounts(session)
    await session.pass('P20D')
    await session.updateBank({ bankConnectionId: session.id, skipPositionsDownload: true })
    session.world.clock.advance(1000)
    expect(await readConnection(session, session.id)).toMatchObject({
      updateStatus: 'READY',
      categorizationStatus: 'READY',
    })
    expect(await countTransactions(session)).toBe(before)
    expect((await readAccounts(session))[0].balance).not.toBe(balance)
    await session.update()
    const added = (await countTransactions(session)) - before
    expect(added).toBeGreaterThan(10)
    expect(await countTransactions(session, 'minBankBookingDate=2026-03-11')).toBe(added)
    expect(await countTransactions(session, 'isAdjustingEntry=true')).toBe(0)
  })
})

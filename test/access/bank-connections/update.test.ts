import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, openSession, READY, startSession } from '../../helpers/api-dialect.ts'
import {
  countTransactions,
  type Row,
  readAccounts,
  readConnection,
  readStatus,
  readTransactions,
  toCents,
} from '../../helpers/read-data.ts'

describe.each(dialects)('an update in $version', (dialect) => {
  it('needs no authentication while the consent is valid, and returns the busy connection with 200', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const updated = await session.updateBank({ bankConnectionId: id })
    expect(updated.status).toBe(200)
    expect(updated.body).toMatchObject({ id, updateStatus: 'IN_PROGRESS', categorizationStatus: 'READY' })
    const busy = await readAccounts(session)
    expect(new Set(busy.map(readStatus))).toEqual(new Set(['DOWNLOAD_IN_PROGRESS']))
    expect(busy.filter(({ balance }) => typeof balance !== 'number')).toEqual([])
    session.world.clock.advance(READY)
    expect(await readConnection(session, id)).toMatchObject({ updateStatus: 'READY', categorizationStatus: 'READY' })
  })

  it('brings the bookings of the days since, once each', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const before = await countTransactions(session)
    const balances = (await readAccounts(session)).map(({ balance }) => balance)
    await session.pass('P10D')
    expect(await countTransactions(session)).toBe(before)
    await session.updateBank({ bankConnectionId: id })
    session.world.clock.advance(READY)
    const added = (await countTransactions(session)) - before
    expect(added).toBeGreaterThan(10)
    expect(await countTransactions(session, 'minImportDate=2026-03-20')).toBe(added)
    expect(await countTransactions(session, 'minBankBookingDate=2026-03-11')).toBe(added)
    expect((await readAccounts(session)).map(({ balance }) => balance)).not.toEqual(balances)
    expect(await countTransactions(session, 'isAdjustingEntry=true')).toBe(0)
    await session.updateBank({ bankConnectionId: id })
    session.world.clock.advance(READY)
    expect(await countTransactions(session)).toBe(before + added)
  })

  it('downloads 89 days at most, and fills a longer gap with an adjusting entry', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    await session.pass('P200D')
    const login = { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' }
    expect(codeIn(await session.updateBank({ bankConnectionId: id, login }))).toBe('INVALID_CONSENT')
    const sumTransactions = async (account: Row): Promise<number> =>
      toCents((await readTransactions(session, `perPage=1&accountIds=${account.id}`)).balance)
    const before = await Promise.all(
      (await readAccounts(session)).map(async (account) => [toCents(account.balance), await sumTransactions(account)]),
    )
    await session.updateBank({ bankConnectionId: id, login })
    session.world.clock.advance(READY)
    // 200 days after 10 March is 26 September; 89 days, that one included, begin with 30 June.
    expect(await countTransactions(session, 'minBankBookingDate=2026-03-11&maxBankBookingDate=2026-06-29')).toBe(0)
    expect(await countTransactions(session, 'minBankBookingDate=2026-06-30')).toBeGreaterThan(100)
    expect(await countTransactions(session, 'isAdjustingEntry=true')).toBeGreaterThan(0)
    for (const [index, account] of (await readAccounts(session)).entries()) {
      const [balance = 0, transactions = 0] = before[index] ?? []
      expect((await sumTransactions(account)) - transactions).toBe(toCents(account.balance) - balance)
      const isAdjusted = (await countTransactions(session, `isAdjustingEntry=true&accountIds=${account.id}`)) > 0
      expect(readStatus(account)).toBe(isAdjusted ? 'UPDATED_FIXED' : 'UPDATED')
    }
  })

  it.each([
    { given: 'a connection that does not exist', change: { bankConnectionId: 1 }, refused: [404, 'UNKNOWN_ENTITY'] },
    {
      given: 'an interface that was not imported',
      change: { interface: 'FINTS_SERVER' },
      refused: [400, 'BAD_REQUEST'],
    },
    { given: 'an unknown label', change: { login: { Schuhgröße: '42' } }, refused: [422, 'ILLEGAL_FIELD_VALUE'] },
    {
      given: 'illegal characters',
      change: { login: { 'Onlinebanking-ID': 'a\u0000b' } },
      refused: [422, 'ILLEGAL_FIELD_VALUE'],
    },
    {
      given: 'an invented hash',
      change: { multiStepAuthentication: { hash: 'a1'.repeat(16), challengeResponse: '1' } },
      refused: [422, 'NO_EXISTING_CHALLENGE'],
    },
  ])('is refused for $given', async ({ change, refused }) => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const response = await session.updateBank({ bankConnectionId: id, ...change })
    expect([response.status, codeIn(response)]).toEqual(refused)
    expect((await readConnection(session, id)).updateStatus).toBe('READY')
  })

  it("is refused for another user's connection", async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const other = openSession(session.app, dialect, await session.app.newUser(dialect))
    const refused = await other.updateBank({ bankConnectionId: id })
    expect([refused.status, codeIn(refused)]).toEqual([404, 'UNKNOWN_ENTITY'])
  })

  it('is refused with 423 while an import or update runs', async () => {
    const session = await startSession(dialect)
    const { id } = (await session.importBank(NO_SCA)).body
    const whileImporting = await session.updateBank({ bankConnectionId: id })
    expect([whileImporting.status, codeIn(whileImporting)]).toEqual([423, 'LOCKED'])
    session.world.clock.advance(READY)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(423)
    expect((await session.remove(`/bankConnections/${id}`)).status).toBe(423)
  })
})

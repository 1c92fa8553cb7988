import { describe, expect, it } from 'vitest'
import {
  codeIn,
  type Dialect,
  dialects,
  importAtOwnBank,
  READY,
  requestAtOwnBank,
  startSession,
} from '../../helpers/api-dialect.ts'
import {
  countTransactions,
  readAccounts,
  readConnection,
  readStatus,
  readStatuses,
  readTransactions,
} from '../../helpers/read-data.ts'

const DOWNLOAD = 1000

const start = async (dialect: Dialect, scenario: string) => {
  const session = await startSession(dialect)
  return { ...session, id: await importAtOwnBank(session, scenario) }
}

describe.each(dialects)('the download of an import in $version', (dialect) => {
  it('takes as long as the scenario says', async () => {
    const session = await start(dialect, 'slow-download')
    session.world.clock.advance(59_999)
    expect((await readConnection(session, session.id)).updateStatus).toBe('IN_PROGRESS')
    session.world.clock.advance(1)
    expect((await readConnection(session, session.id)).updateStatus).toBe('READY')
    expect(await readStatuses(session)).toEqual({ Girokonto: 'UPDATED' })
  })

  it('may fail, which keeps the connection until an update brings the data', async () => {
    const session = await start(dialect, 'download-fails')
    session.world.clock.advance(DOWNLOAD)
    const { updateStatus, categorizationStatus, interfaces } = await readConnection(session, session.id)
    expect({ updateStatus, categorizationStatus }).toEqual({ updateStatus: 'READY', categorizationStatus: 'READY' })
    expect(interfaces[0]).toMatchObject({
      userActionRequired: true,
      lastManualUpdate: {
        result: 'BANK_SERVER_REJECTION',
        errorMessage: 'Der Kontenabruf wurde von der Bank abgelehnt. Bitte versuchen Sie es später erneut.',
        errorType: 'BUSINESS',
      },
    })
    const accounts = await readAccounts(session)
    expect(accounts).toHaveLength(3)
    for (const account of accounts) {
      expect(readStatus(account)).toBe('DOWNLOAD_FAILED')
      expect([account.balance, account.interfaces[0].lastSuccessfulUpdate]).toEqual([dialect.nothing, dialect.nothing])
    }
    expect(await countTransactions(session)).toBe(0)

    expect((await session.updateBank({ bankConnectionId: session.id })).status).toBe(200)
    session.world.clock.advance(DOWNLOAD)
    const after = (await readConnection(session, session.id)).interfaces[0]
    expect([after.lastManualUpdate.result, after.userActionRequired]).toEqual(['OK', false])
    expect(new Set(Object.values(await readStatuses(session)))).toEqual(new Set(['UPDATED']))
    expect(await countTransactions(session)).toBeGreaterThan(50)
  })

  it('may fail for one of three accounts only', async () => {
    const session = await start(dialect, 'one-account-fails')
    session.world.clock.advance(READY)
    expect(await readStatuses(session)).toEqual({
      Gehaltskonto: 'UPDATED',
      Freizeitkonto: 'DOWNLOAD_FAILED',
      Sabbatical: 'UPDATED',
    })
    const { lastManualUpdate, userActionRequired } = (await readConnection(session, session.id)).interfaces[0]
    expect([lastManualUpdate.result, lastManualUpdate.errorMessage]).toEqual(['OK', dialect.nothing])
    expect(userActionRequired).toBe(false)
    const failed = (await readAccounts(session)).find(({ accountName }) => accountName === 'Freizeitkonto')
    expect(failed.balance).toBe(dialect.nothing)
    expect(await countTransactions(session, `accountIds=${failed.id}`)).toBe(0)
  })

  it('may bring no accounts', async () => {
    const session = await start(dialect, 'no-accounts')
    session.world.clock.advance(READY)
    expect(await readConnection(session, session.id)).toMatchObject({ accountIds: [], updateStatus: 'READY' })
    expect(await readAccounts(session)).toEqual([])
  })

  it('may bring balances without transactions', async () => {
    const session = await start(dialect, 'no-transactions')
    session.world.clock.advance(READY)
    const accounts = await readAccounts(session)
    expect(accounts.length).toBeGreaterThan(0)
    expect(accounts.map(readStatus)).toEqual(accounts.map(() => 'UPDATED'))
    expect(accounts.filter(({ balance }) => typeof balance !== 'number')).toEqual([])
    expect(await readTransactions(session)).toMatchObject({ transactions: [], income: 0, spending: 0, balance: 0 })
  })

  it('brings only the account types that the client asks for', async () => {
    const session = await startSession(dialect)
    const request = await requestAtOwnBank(session.app, 'credit-card-only')
    const refused = await session.importBank({ ...request, accountTypes: ['Checking', 'Savings'] })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'NO_ACCOUNTS_FOR_TYPE_LIST'])
    await importAtOwnBank(session, 'credit-card-only')
    expect((await readAccounts(session)).map(({ accountType }) => accountType)).toEqual(['CreditCard'])
  })
})

describe.each(dialects)('a categorisation that is stuck in $version', (dialect) => {
  it('stays PENDING and locks the connection, until an update', async () => {
    const session = await start(dialect, 'categorisation-stuck')
    await session.pass('P365D')
    expect(await readConnection(session, session.id)).toMatchObject({
      updateStatus: 'READY',
      categorizationStatus: 'PENDING',
    })
    const { transactions } = await readTransactions(session, 'perPage=100')
    expect(new Set(transactions.map(({ category }: { category?: unknown }) => category))).toEqual(
      new Set([dialect.nothing]),
    )
    expect(codeIn(await session.remove(`/bankConnections/${session.id}`))).toBe('LOCKED')
    const login = { 'Onlinebanking-ID': 'anyone', PIN: 'anything' }
    expect(codeIn(await session.updateBank({ bankConnectionId: session.id, login }))).toBe('INVALID_CONSENT')
    expect((await session.updateBank({ bankConnectionId: session.id, login })).status).toBe(200)
    session.world.clock.advance(READY)
    expect((await readConnection(session, session.id)).categorizationStatus).toBe('READY')
  })
})

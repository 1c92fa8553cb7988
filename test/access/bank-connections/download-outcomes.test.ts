import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  type Dialect,
  dialects,
  type ImportFields,
  ownBankOf,
  type Session,
  startSession,
} from '../../helpers/api-dialect.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows of both versions, read field by field
type Row = any

const DOWNLOAD = 1000
const CATEGORIZED = 2000

const OUTCOMES = [
  'slow-download',
  'download-fails',
  'one-account-fails',
  'no-accounts',
  'no-transactions',
  'future-dated-bookings',
  'foreign-currency',
  'adjusting-entry',
  'potential-duplicates',
  'categorisation-stuck',
  'consent-expired',
  'consent-revoked',
  'account-disappears',
  'account-appears',
  'update-needs-sca',
  'update-fails',
  'credit-card-only',
]

/** Imports at the scenario's own bank, answering its TAN if it asks for one. */
const importFrom = async (session: Session, scenario: string, fields: ImportFields = {}): Promise<number> => {
  const request = { ...ownBankOf(session.app, scenario), ...fields }
  const first = await session.importBank(request)
  if (first.status === 201) return first.body.id
  const last = await session.answer(request, challengeIn(first).hash, { challengeResponse: '123456' })
  if (last.status !== 201) throw new Error(`the import was answered with ${last.status}: ${last.text}`)
  return last.body.id
}

const start = async (dialect: Dialect, scenario: string, fields: ImportFields = {}) => {
  const session = await startSession(dialect)
  const id = await importFrom(session, scenario, fields)
  return { ...session, id }
}

const connectionOf = async ({ get, id }: { get: Session['get']; id: number }): Promise<Row> =>
  (await get(`/bankConnections/${id}`)).body
const accountsOf = async ({ get }: Pick<Session, 'get'>): Promise<Row[]> => (await get('/accounts')).body.accounts
const transactionsOf = async ({ get }: Pick<Session, 'get'>, query = ''): Promise<Row> =>
  (await get(`/transactions?view=userView&${query.includes('perPage') ? '' : 'perPage=500&'}${query}`)).body
const statusOf = (account: Row): string => account.interfaces[0].status
const statusesOf = async (session: Pick<Session, 'get'>) =>
  Object.fromEntries((await accountsOf(session)).map((account) => [account.accountName, statusOf(account)]))
const day = (date: string): string => date.slice(0, 10)

describe.each(dialects)('what becomes of an import in $version', (dialect) => {
  it('takes as long as the scenario says', async () => {
    const session = await start(dialect, 'slow-download')
    session.world.clock.advance(59_999)
    expect((await connectionOf(session)).updateStatus).toBe('IN_PROGRESS')
    session.world.clock.advance(1)
    expect((await connectionOf(session)).updateStatus).toBe('READY')
    expect(await statusesOf(session)).toEqual({ Girokonto: 'UPDATED' })
  })

  it('keeps a connection whose download fails, and an update brings the data', async () => {
    const session = await start(dialect, 'download-fails')
    session.world.clock.advance(DOWNLOAD)
    const { updateStatus, categorizationStatus, interfaces } = await connectionOf(session)
    expect({ updateStatus, categorizationStatus }).toEqual({ updateStatus: 'READY', categorizationStatus: 'READY' })
    expect(interfaces[0]).toMatchObject({
      userActionRequired: true,
      lastManualUpdate: {
        result: 'BANK_SERVER_REJECTION',
        errorMessage: 'Der Kontenabruf wurde von der Bank abgelehnt. Bitte versuchen Sie es später erneut.',
        errorType: 'BUSINESS',
      },
    })
    const accounts = await accountsOf(session)
    expect(accounts).toHaveLength(3)
    for (const account of accounts) {
      expect(statusOf(account)).toBe('DOWNLOAD_FAILED')
      expect([account.balance, account.interfaces[0].lastSuccessfulUpdate]).toEqual([dialect.nothing, dialect.nothing])
    }
    expect((await transactionsOf(session)).paging.totalCount).toBe(0)

    expect((await session.updateBank({ bankConnectionId: session.id })).status).toBe(200)
    session.world.clock.advance(DOWNLOAD)
    const after = (await connectionOf(session)).interfaces[0]
    expect([after.lastManualUpdate.result, after.userActionRequired]).toEqual(['OK', false])
    expect(new Set(Object.values(await statusesOf(session)))).toEqual(new Set(['UPDATED']))
    expect((await transactionsOf(session)).paging.totalCount).toBeGreaterThan(50)
  })

  it('fails for one of three accounts only', async () => {
    const session = await start(dialect, 'one-account-fails')
    session.world.clock.advance(CATEGORIZED)
    expect(await statusesOf(session)).toEqual({
      Gehaltskonto: 'UPDATED',
      Freizeitkonto: 'DOWNLOAD_FAILED',
      Sabbatical: 'UPDATED',
    })
    const { lastManualUpdate, userActionRequired } = (await connectionOf(session)).interfaces[0]
    expect([lastManualUpdate.result, lastManualUpdate.errorMessage]).toEqual(['OK', dialect.nothing])
    expect(userActionRequired).toBe(false)
    const failed = (await accountsOf(session)).find(({ accountName }) => accountName === 'Freizeitkonto')
    expect(failed.balance).toBe(dialect.nothing)
    expect((await transactionsOf(session, `accountIds=${failed.id}`)).paging.totalCount).toBe(0)
  })

  it('makes a connection without accounts', async () => {
    const session = await start(dialect, 'no-accounts')
    session.world.clock.advance(CATEGORIZED)
    expect(await connectionOf(session)).toMatchObject({ accountIds: [], updateStatus: 'READY' })
    expect(await accountsOf(session)).toEqual([])
  })

  it('brings balances without transactions', async () => {
    const session = await start(dialect, 'no-transactions')
    session.world.clock.advance(CATEGORIZED)
    const accounts = await accountsOf(session)
    expect(accounts.map(statusOf)).toEqual(accounts.map(() => 'UPDATED'))
    expect(accounts.filter(({ balance }) => typeof balance !== 'number')).toEqual([])
    expect(await transactionsOf(session)).toMatchObject({ transactions: [], income: 0, spending: 0, balance: 0 })
  })

  it('brings exactly 50,000 transactions', async () => {
    const session = await start(dialect, 'many-transactions')
    session.world.clock.advance(CATEGORIZED)
    const { paging, transactions } = await transactionsOf(session, 'page=100')
    expect(paging).toEqual({ page: 100, perPage: 500, pageCount: 100, totalCount: 50_000 })
    expect(transactions).toHaveLength(500)
  })

  it('lists bookings of days to come, which the balance does not know of', async () => {
    const session = await start(dialect, 'future-dated-bookings')
    session.world.clock.advance(CATEGORIZED)
    const { transactions, balance } = await transactionsOf(session, 'minBankBookingDate=2026-03-11')
    expect(transactions.map((row: Row) => [day(row.bankBookingDate), row.amount, row.counterpartName])).toEqual([
      ['2026-03-11', -39.9, 'Morgenstern Versand'],
      ['2026-03-14', 250, 'Emil Sandow'],
    ])
    expect(balance).toBe(210.1)
    const usual = await startSession(dialect)
    await importFrom(usual, 'slow-download')
    usual.world.clock.advance(60_000)
    expect((await accountsOf(session))[0].balance).toBe((await accountsOf(usual))[0].balance)
  })

  it('keeps an account in another currency', async () => {
    const session = await start(dialect, 'foreign-currency')
    session.world.clock.advance(CATEGORIZED)
    const accounts = await accountsOf(session)
    expect(accounts.map(({ accountCurrency }) => accountCurrency)).toEqual(['EUR', 'CHF'])
    for (const { id, accountCurrency } of accounts) {
      const { transactions } = await transactionsOf(session, `accountIds=${id}`)
      expect(new Set(transactions.map(({ currency }: Row) => currency))).toEqual(new Set([accountCurrency]))
    }
  })

  it.each([
    { scenario: 'adjusting-entry', flag: 'isAdjustingEntry', other: 'isPotentialDuplicate', count: 1 },
    { scenario: 'potential-duplicates', flag: 'isPotentialDuplicate', other: 'isAdjustingEntry', count: 3 },
  ])('marks transactions with $flag, filters by it, and counts and sums them rightly', async (given) => {
    const { scenario, flag, other, count } = given
    const session = await start(dialect, scenario)
    session.world.clock.advance(CATEGORIZED)
    const everything: Row[] = []
    for (let page = 1; ; page++) {
      const { transactions, paging } = await transactionsOf(session, `page=${page}`)
      everything.push(...transactions)
      if (page >= paging.pageCount) break
    }
    const marked = everything.filter((row) => row[flag])
    expect(marked).toHaveLength(count)
    expect(everything.filter((row) => row[other])).toEqual([])
    const cents = (rows: Row[]) => rows.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)
    const expected = { [`${flag}=true`]: marked, [`${flag}=false`]: everything.filter((row) => !row[flag]) }
    for (const [query, rows] of Object.entries(expected)) {
      const page = await transactionsOf(session, query)
      expect(page.transactions).toEqual(rows.slice(0, 500))
      expect([page.paging.totalCount, Math.round(page.balance * 100)]).toEqual([rows.length, cents(rows)])
    }
    expect((await transactionsOf(session, `${other}=true`)).paging.totalCount).toBe(0)
    expect((await transactionsOf(session, 'isNew=false')).paging.totalCount).toBe(0)
    expect((await transactionsOf(session, 'isNew=true')).paging.totalCount).toBe(everything.length)
    const [row] = marked
    expect((await session.get(`/transactions/${row.id}`)).body).toEqual(row)
  })

  it('adds an adjusting entry that makes up for the balance', async () => {
    const session = await start(dialect, 'adjusting-entry')
    session.world.clock.advance(CATEGORIZED)
    expect(await statusesOf(session)).toEqual({ Girokonto: 'UPDATED_FIXED' })
    const [entry] = (await transactionsOf(session, 'isAdjustingEntry=true')).transactions
    expect(entry).toMatchObject({ amount: -123.45, purpose: 'Zwischensaldo', isNew: true })
    expect([entry.type, entry.counterpartName, entry.category]).toEqual(Array(3).fill(dialect.nothing))
    const usual = await startSession(dialect)
    await importFrom(usual, 'slow-download')
    usual.world.clock.advance(60_000)
    const [balance, without] = [(await accountsOf(session))[0].balance, (await accountsOf(usual))[0].balance]
    expect(Math.round((balance - without) * 100)).toBe(-12_345)
  })

  it('repeats the latest transactions as potential duplicates', async () => {
    const session = await start(dialect, 'potential-duplicates')
    session.world.clock.advance(CATEGORIZED)
    const { transactions } = await transactionsOf(session, 'isPotentialDuplicate=true')
    const originals = await transactionsOf(session, 'isPotentialDuplicate=false&order=id,desc&perPage=3')
    const told = (rows: Row[]) => rows.map(({ amount, purpose, bankBookingDate }) => [amount, purpose, bankBookingDate])
    expect(told(transactions)).toEqual(told(originals.transactions.reverse()))
    expect(await statusesOf(session)).toEqual({ Girokonto: 'UPDATED' })
    const first = await transactionsOf(session, 'order=isPotentialDuplicate,desc&perPage=3')
    expect(first.transactions.map(({ id }: Row) => id).sort()).toEqual(transactions.map(({ id }: Row) => id))
  })

  it('never gets out of PENDING when categorisation is stuck, but takes an update', async () => {
    const session = await start(dialect, 'categorisation-stuck')
    await session.pass(365 * 24 * 3_600_000)
    expect(await connectionOf(session)).toMatchObject({ updateStatus: 'READY', categorizationStatus: 'PENDING' })
    const { transactions } = await transactionsOf(session)
    expect(new Set(transactions.map(({ category }: Row) => category))).toEqual(new Set([dialect.nothing]))
    expect(codeIn(await session.remove(`/bankConnections/${session.id}`))).toBe('LOCKED')
    const login = { 'Onlinebanking-ID': 'anyone', PIN: 'anything' }
    expect(codeIn(await session.updateBank({ bankConnectionId: session.id, login }))).toBe('INVALID_CONSENT')
    expect((await session.updateBank({ bankConnectionId: session.id, login })).status).toBe(200)
    session.world.clock.advance(CATEGORIZED)
    expect((await connectionOf(session)).categorizationStatus).toBe('READY')
  })

  it('refuses a client that wants none of the account types', async () => {
    const session = await startSession(dialect)
    const request = ownBankOf(session.app, 'credit-card-only')
    const refused = await session.importBank({ ...request, accountTypes: ['Checking', 'Savings'] })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'NO_ACCOUNTS_FOR_TYPE_LIST'])
    await importFrom(session, 'credit-card-only')
    expect((await accountsOf(session)).map(({ accountType }) => accountType)).toEqual(['CreditCard'])
  })

  it.each(OUTCOMES)('plays %s at the demo bank for whoever logs in by its name', async (scenario) => {
    const session = await startSession(dialect)
    const login = { 'Onlinebanking-ID': scenario, PIN: 'anything' }
    const id = await importFrom(session, scenario, { bankId: 280001, login })
    session.world.clock.advance(60_000)
    const own = await start(dialect, scenario)
    own.world.clock.advance(60_000)
    const statuses = await statusesOf({ get: session.get })
    expect(statuses).toEqual(await statusesOf(own))
    expect((await session.get(`/bankConnections/${id}`)).body.updateStatus).toBe('READY')
  })

  it('is plain data, whatever happened to it', async () => {
    const session = await startSession(dialect)
    const odd = ['adjusting-entry', 'potential-duplicates', 'future-dated-bookings', 'consent-revoked', 'no-accounts']
    for (const scenario of odd) await importFrom(session, scenario)
    const { world } = session
    const jobs = structuredClone(world.clock.pending())
    expect(JSON.parse(JSON.stringify(jobs))).toEqual(jobs)
    world.clock.advance(60_000)
    const before = await transactionsOf(session)
    for (const account of world.accounts.values()) {
      Object.assign(account, JSON.parse(JSON.stringify(account)))
    }
    expect(await transactionsOf(session)).toEqual(before)
  })
})

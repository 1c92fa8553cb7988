import { describe, expect, it } from 'vitest'
import { type Dialect, dialects, NO_SCA, type Session, startSession } from '../../helpers/api-dialect.ts'
import { type Row, readAccounts, readAllTransactions, sumInCents, toCents } from '../../helpers/read-data.ts'

const DAY = /^\d{4}-\d\d-\d\d/

const start = async (dialect: Dialect): Promise<Session> => {
  const session = await startSession(dialect)
  await session.importReady({ ...NO_SCA, maxDaysForDownload: 60 })
  return session
}

const readBalances = async (session: Session, query: string): Promise<Row[]> => {
  const response = await session.get(`/accounts/dailyBalances?perPage=500&${query}`)
  if (response.status !== 200) throw new Error(`the balances failed with ${response.status}: ${response.text}`)
  return response.body.dailyBalances
}

const dayOf = ({ date }: Row): string => DAY.exec(date)?.[0] ?? ''

const bookingDay = (row: Row): string => DAY.exec(row.finapiBookingDate)?.[0] ?? ''

describe.each(dialects)('daily balances in $version', (dialect) => {
  it('agree with the transactions and with the balance of today', async () => {
    const session = await start(dialect)
    const [account] = await readAccounts(session)
    const rows = (await readAllTransactions(session)).filter(({ accountId }) => accountId === account.id)
    const balances = await readBalances(session, `accountIds=${account.id}&startDate=2026-02-01&endDate=2026-03-10`)
    expect(balances).toHaveLength(38)
    expect(balances.map(dayOf)).toEqual(balances.map(dayOf).toSorted())
    expect(balances.at(-1)?.balance).toBe(account.balance)
    let before: number | undefined
    for (const balance of balances) {
      const booked = rows.filter((row) => bookingDay(row) === dayOf(balance))
      expect([...balance.transactions].sort()).toEqual(booked.map(({ id }) => id).sort())
      expect(toCents(balance.income) - toCents(balance.spending)).toBe(sumInCents(booked))
      if (before !== undefined) expect(toCents(balance.balance)).toBe(before + sumInCents(booked))
      before = toCents(balance.balance)
    }
    expect(balances.some(({ spending }) => spending > 0)).toBe(true)
  })

  it('add up over all accounts but those of securities', async () => {
    const session = await start(dialect)
    const accounts = (await readAccounts(session)).filter(({ accountType }) => accountType !== 'Security')
    const range = 'startDate=2026-03-01&endDate=2026-03-10'
    const all = await readBalances(session, range)
    const single = await Promise.all(accounts.map(({ id }) => readBalances(session, `accountIds=${id}&${range}`)))
    expect(all.map(({ balance }) => toCents(balance))).toEqual(
      all.map((_, day) => single.reduce((sum, balances) => sum + toCents(balances[day].balance), 0)),
    )
  })

  it('are those of the last month unless a range is given, and are projected unless refused', async () => {
    const session = await start(dialect)
    const days = (await readBalances(session, '')).map(dayOf)
    expect([days[0], days.at(-1)]).toEqual(['2026-02-10', '2026-03-10'])
    const future = 'startDate=2026-03-09&endDate=2026-03-12'
    const projected = await readBalances(session, future)
    expect(projected.map(dayOf)).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'])
    expect(projected[3].balance).toBe(projected[1].balance)
    expect((await readBalances(session, `withProjection=false&${future}`)).map(dayOf)).toEqual([
      '2026-03-09',
      '2026-03-10',
    ])
  })

  it('are sorted and come in pages', async () => {
    const session = await start(dialect)
    const range = 'startDate=2026-02-20&endDate=2026-03-05'
    const all = await readBalances(session, range)
    const sorted = await readBalances(session, `${range}&order=spending,desc`)
    const expected = all.map(({ spending }) => spending).sort((a, b) => b - a)
    expect(sorted.map(({ spending }) => spending)).toEqual(expected)
    const second = (await session.get(`/accounts/dailyBalances?${range}&page=2&perPage=5`)).body
    expect(second.dailyBalances).toEqual(all.slice(5, 10))
    expect(second.paging).toEqual({ page: 2, perPage: 5, pageCount: 3, totalCount: 14 })
    expect(second.latestCommonBalanceTimestamp).toMatch(DAY)
  })

  it('are none for a user without accounts', async () => {
    const session = await startSession(dialect)
    const { status, body } = await session.get('/accounts/dailyBalances?withProjection=false')
    expect([status, body.dailyBalances]).toEqual([200, []])
  })

  it.each([
    { given: 'an end before the start', query: 'startDate=2026-03-02&endDate=2026-03-01', status: 422 },
    { given: 'more than a year', query: 'startDate=2025-01-01&endDate=2026-03-01', status: 422 },
    { given: 'an unknown account', query: 'accountIds=999999', status: 404 },
    { given: 'no day', query: 'startDate=yesterday', status: 400 },
    { given: 'an unknown order', query: 'order=name', status: 400 },
  ])('refuse $given', async ({ query, status }) => {
    const session = await start(dialect)
    expect((await session.get(`/accounts/dailyBalances?${query}`)).status).toBe(status)
  })
})

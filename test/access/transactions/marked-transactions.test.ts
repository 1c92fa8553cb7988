import { describe, expect, it } from 'vitest'
import { type Dialect, dialects, importAtOwnBank, READY, startSession } from '../../helpers/api-dialect.ts'
import {
  countTransactions,
  type Row,
  readAccounts,
  readAllTransactions,
  readStatuses,
  readTransactions,
  sumInCents,
  toCents,
} from '../../helpers/read-data.ts'

/** A complete import of the last 60 days at the scenario's own bank. */
const start = async (dialect: Dialect, scenario: string) => {
  const session = await startSession(dialect)
  await importAtOwnBank(session, scenario, { maxDaysForDownload: 60 })
  session.world.clock.advance('PT1M')
  return session
}

describe.each(dialects)('marked transactions in $version', (dialect) => {
  it.each([
    { scenario: 'adjusting-entry', flag: 'isAdjustingEntry', other: 'isPotentialDuplicate', count: 1 },
    { scenario: 'potential-duplicates', flag: 'isPotentialDuplicate', other: 'isAdjustingEntry', count: 3 },
  ])('are found, counted and summed by $flag', async ({ scenario, flag, other, count }) => {
    const session = await start(dialect, scenario)
    const all = await readAllTransactions(session)
    const marked = all.filter((row) => row[flag])
    expect(marked).toHaveLength(count)
    expect(all.filter((row) => row[other])).toEqual([])
    const expected = { [`${flag}=true`]: marked, [`${flag}=false`]: all.filter((row) => !row[flag]) }
    for (const [query, rows] of Object.entries(expected)) {
      const page = await readTransactions(session, query)
      expect(page.transactions).toEqual(rows)
      expect([page.paging.totalCount, toCents(page.balance)]).toEqual([rows.length, sumInCents(rows)])
    }
    expect(await countTransactions(session, `${other}=true`)).toBe(0)
    const [row] = marked
    expect((await session.get(`/transactions/${row.id}`)).body).toEqual(row)
  })

  it('are an adjusting entry where the balance differs from the sum', async () => {
    const session = await start(dialect, 'adjusting-entry')
    expect(await readStatuses(session)).toEqual({ Girokonto: 'UPDATED_FIXED' })
    const [entry] = (await readTransactions(session, 'isAdjustingEntry=true')).transactions
    expect(entry).toMatchObject({ amount: -123.45, purpose: 'Zwischensaldo', isNew: true })
    expect([entry.type, entry.counterpartName, entry.category]).toEqual(Array(3).fill(dialect.nothing))
    const usual = await start(dialect, 'slow-download')
    const [balance, without] = [(await readAccounts(session))[0].balance, (await readAccounts(usual))[0].balance]
    expect(toCents(balance) - toCents(without)).toBe(-12_345)
  })

  it('are potential duplicates of the latest transactions', async () => {
    const session = await start(dialect, 'potential-duplicates')
    const { transactions } = await readTransactions(session, 'isPotentialDuplicate=true')
    const originals = await readTransactions(session, 'isPotentialDuplicate=false&order=id,desc&perPage=3')
    const contents = (rows: Row[]) =>
      rows.map(({ amount, purpose, bankBookingDate }) => [amount, purpose, bankBookingDate])
    expect(contents(transactions)).toEqual(contents(originals.transactions.reverse()))
    expect(await readStatuses(session)).toEqual({ Girokonto: 'UPDATED' })
  })
})

describe.each(dialects)('bookings of days to come in $version', (dialect) => {
  it('are listed, but not part of the balance', async () => {
    const session = await startSession(dialect)
    await importAtOwnBank(session, 'future-dated-bookings')
    session.world.clock.advance(READY)
    const { transactions, balance } = await readTransactions(session, 'minBankBookingDate=2026-03-11')
    expect(transactions.map((row: Row) => [row.bankBookingDate.slice(0, 10), row.amount, row.counterpartName])).toEqual(
      [
        ['2026-03-11', -39.9, 'Morgenstern Versand'],
        ['2026-03-14', 250, 'Emil Sandow'],
      ],
    )
    expect(balance).toBe(210.1)
    const usual = await start(dialect, 'slow-download')
    expect((await readAccounts(session))[0].balance).toBe((await readAccounts(usual))[0].balance)
  })
})

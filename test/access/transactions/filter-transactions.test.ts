import { beforeAll, describe, expect, it } from 'vitest'
import { codeIn, dialects } from '../../helpers/api-dialect.ts'
import { type Row, readTransactions, sumInCents, toCents, toDay } from '../../helpers/read-data.ts'
import { startWithVariedTransactions } from './varied-transactions.ts'

const COUNTERPART_FIELDS = ['Name', 'AccountNumber', 'Iban', 'Blz', 'Bic', 'MandateReference', 'CustomerReference']
  .concat('CreditorId')
  .map((field) => `counterpart${field}`)
const SEARCH_FIELDS = ['purpose', 'endToEndReference', ...COUNTERPART_FIELDS]

/** Matches rows in which each word stands in one of the fields, in any case of letters. */
const containing =
  (words: string, fields: readonly string[]) =>
  (row: Row): boolean =>
    words
      .toLowerCase()
      .split(' ')
      .every((word) => fields.some((field) => row[field]?.toLowerCase().includes(word)))

const bookedOn = (row: Row): string => toDay(row.bankBookingDate)

describe.each(dialects)('transactions in $version', (dialect) => {
  let session: Awaited<ReturnType<typeof startWithVariedTransactions>>
  beforeAll(async () => {
    session = await startWithVariedTransactions(dialect)
  })

  const expectRows = async (query: string, expected: readonly Row[]): Promise<void> => {
    const { transactions, paging, income, spending, balance } = await readTransactions(session, query)
    expect(transactions.map(({ id }: Row) => id)).toEqual(expected.map(({ id }) => id))
    expect(paging.totalCount).toBe(expected.length)
    const earned = sumInCents(expected.filter(({ amount }) => amount >= 0))
    const total = sumInCents(expected)
    expect([income, spending, balance].map(toCents)).toEqual([earned, total - earned, total])
  }

  it.each<{ query: string; matches: (row: Row) => boolean }>([
    { query: 'purpose=einkauf', matches: containing('einkauf', ['purpose']) },
    { query: 'counterpart=bäckerei', matches: containing('bäckerei', COUNTERPART_FIELDS) },
    { query: 'search=dreiländereck', matches: containing('dreiländereck', SEARCH_FIELDS) },
    { query: 'minAmount=-50&maxAmount=-10.5', matches: (row) => row.amount >= -50 && row.amount <= -10.5 },
    { query: 'direction=income', matches: (row) => row.amount >= 0 },
    { query: 'direction=spending', matches: (row) => row.amount < 0 },
    {
      query: 'minBankBookingDate=2026-01-20&maxBankBookingDate=2026-02-15',
      matches: (row) => bookedOn(row) >= '2026-01-20' && bookedOn(row) <= '2026-02-15',
    },
    {
      query: 'minFinapiBookingDate=2026-02-24&direction=spending',
      matches: (row) => toDay(row.finapiBookingDate) >= '2026-02-24' && row.amount < 0,
    },
    { query: 'minImportDate=2026-03-11', matches: (row) => toDay(row.importDate) === '2026-03-20' },
    {
      query: 'minImportDate=2026-03-10&maxImportDate=2026-03-19',
      matches: (row) => toDay(row.importDate) < '2026-03-20',
    },
    { query: 'isPotentialDuplicate=true', matches: (row) => row.isPotentialDuplicate },
    { query: 'isPotentialDuplicate=false', matches: (row) => !row.isPotentialDuplicate },
    { query: 'isAdjustingEntry=true', matches: (row) => row.isAdjustingEntry },
    { query: 'isAdjustingEntry=false', matches: (row) => !row.isAdjustingEntry },
    { query: 'categoryIds=0', matches: (row) => (row.category ?? undefined) === undefined },
  ])('are filtered by $query', async ({ query, matches }) => {
    const expected = session.all.filter(matches)
    // A filter that lets all or nothing through proves little.
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(session.all.length)
    await expectRows(query, expected)
  })

  it('are filtered by isNew and labelIds: every one is new, none has a label', async () => {
    await expectRows('isNew=true', session.all)
    await expectRows('isNew=false', [])
    await expectRows('labelIds=1', [])
  })

  it('are filtered by ids, accounts and category', async () => {
    const [first] = session.all
    const row = session.all.find(({ category }) => category)
    const wanted = [row.id, first.id]
    await expectRows(
      `ids=${wanted}`,
      session.all.filter(({ id }) => wanted.includes(id)),
    )
    const account = session.accounts[1].id
    await expectRows(
      `accountIds=${account}`,
      session.all.filter(({ accountId }) => accountId === account),
    )
    await expectRows(
      `categoryIds=${row.category.id}&includeChildCategories=false`,
      session.all.filter(({ category }) => category?.id === row.category.id),
    )
    const { parentId } = session.all.find(({ category }) => category?.parentId)?.category ?? {}
    await expectRows(
      `categoryIds=${parentId}`,
      session.all.filter(({ category }) => [category?.id, category?.parentId].includes(parentId)),
    )
  })

  it.each([
    'order=nope,asc',
    'order=amount,sideways',
    'page=0',
    'page=x',
    'perPage=0',
    'perPage=501',
    'minImportDate=2026-02-30',
    'minBankBookingDate=tomorrow',
    'direction=up',
    'minAmount=much',
    'ids=x',
    'isNew=perhaps',
  ])('are refused with 400 for %s', async (query) => {
    const refused = await session.get(`/transactions?view=userView&${query}`)
    expect(refused.status).toBe(400)
    expect(codeIn(refused)).toMatch(/^[A-Z_]+$/)
  })
})

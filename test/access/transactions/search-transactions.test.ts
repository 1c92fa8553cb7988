import { beforeAll, describe, expect, it } from 'vitest'
import { codeIn, dialects, type Session, startSession } from '../../helpers/api-dialect.ts'

// biome-ignore lint/suspicious/noExplicitAny: the transactions of both versions, read field by field
type Row = any

const PURPOSE_WORD = 'miete'
const ORDERS = [
  ...['id', 'accountId', 'valueDate', 'bankBookingDate', 'finapiBookingDate', 'amount', 'purpose', 'counterpartName'],
  ...['counterpartAccountNumber', 'counterpartIban', 'counterpartBlz', 'counterpartBic', 'type', 'primanota'],
  ...['category.id', 'category.name', 'isPotentialDuplicate', 'isNew', 'importDate'],
]

const day = (date: string): string => date.slice(0, 10)
const cents = (rows: readonly Row[]): number => rows.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)
const valueAt = (row: Row, field: string): string | number | boolean | null | undefined =>
  field.split('.').reduce((value, key) => value?.[key], row)

describe.each(dialects)('lists in $version', (dialect) => {
  let session: Session
  let all: Row[]
  let accounts: Row[]
  const list = async (query: string) => (await session.get(`/transactions?view=userView&${query}`)).body

  beforeAll(async () => {
    session = await startSession(dialect)
    await session.importReady()
    accounts = (await session.get('/accounts')).body.accounts
    const { pageCount } = (await list('perPage=500')).paging
    const pages = Array.from({ length: pageCount }, (_, index) => list(`perPage=500&page=${index + 1}`))
    all = (await Promise.all(pages)).flatMap((page) => page.transactions)
  })

  const everything = async (query: string): Promise<{ ids: number[]; body: Row }> => {
    const ids: number[] = []
    for (let page = 1; ; page++) {
      const body = await list(`${query}&perPage=500&page=${page}`)
      ids.push(...body.transactions.map(({ id }: Row) => id))
      if (page >= body.paging.pageCount) return { ids, body }
    }
  }

  it.each<{ query: string; matches: (row: Row) => boolean }>([
    { query: `purpose=${PURPOSE_WORD}`, matches: (row) => (row.purpose ?? '').toLowerCase().includes(PURPOSE_WORD) },
    { query: 'minAmount=-50&maxAmount=-10.5', matches: (row) => row.amount >= -50 && row.amount <= -10.5 },
    { query: 'direction=income', matches: (row) => row.amount >= 0 },
    { query: 'direction=spending', matches: (row) => row.amount < 0 },
    {
      query: 'minBankBookingDate=2025-06-01&maxBankBookingDate=2025-08-15',
      matches: (row) => day(row.bankBookingDate) >= '2025-06-01' && day(row.bankBookingDate) <= '2025-08-15',
    },
    {
      query: 'minFinapiBookingDate=2025-12-24&direction=spending',
      matches: (row) => day(row.finapiBookingDate) >= '2025-12-24' && row.amount < 0,
    },
    { query: 'minImportDate=2026-03-10&maxImportDate=2026-03-10', matches: () => true },
    { query: 'minImportDate=2026-03-11', matches: () => false },
    { query: 'isNew=false', matches: () => false },
    { query: 'isNew=true', matches: () => true },
    { query: 'isPotentialDuplicate=true', matches: () => false },
    { query: 'isAdjustingEntry=false', matches: () => true },
    { query: 'labelIds=1', matches: () => false },
    { query: 'categoryIds=0', matches: (row) => (row.category ?? undefined) === undefined },
  ])('filters transactions by $query', async ({ query, matches }) => {
    const expected = all.filter(matches)
    const { ids, body } = await everything(query)
    expect(ids).toEqual(expected.map(({ id }) => id))
    expect(body.paging.totalCount).toBe(expected.length)
    const sums = [body.income, body.spending, body.balance].map((sum) => Math.round(sum * 100))
    const income = cents(expected.filter(({ amount }) => amount >= 0))
    expect(sums).toEqual([income, cents(expected) - income, cents(expected)])
  })

  it('filters transactions by ids, accounts, counterpart, search and category', async () => {
    const row = all.find(({ counterpartName, category }) => counterpartName && category)
    const account = accounts[0].id
    const of = (rows: Row[]) => rows.map(({ id }) => id)
    expect((await everything(`ids=${row.id},${all[0].id}`)).ids).toEqual(
      of(all.filter(({ id }) => [row.id, all[0].id].includes(id))),
    )
    expect((await everything(`accountIds=${account}`)).ids).toEqual(
      of(all.filter(({ accountId }) => accountId === account)),
    )
    const name = encodeURIComponent(row.counterpartName)
    const sameName = of(all.filter(({ counterpartName }) => counterpartName === row.counterpartName))
    expect((await everything(`counterpart=${name}`)).ids).toEqual(expect.arrayContaining(sameName))
    expect((await everything(`search=${name}`)).ids).toEqual(expect.arrayContaining(sameName))
    const sameCategory = of(all.filter(({ category }) => category?.id === row.category.id))
    expect((await everything(`categoryIds=${row.category.id}&includeChildCategories=false`)).ids).toEqual(sameCategory)
  })

  it.each(ORDERS.flatMap((field) => [`${field},asc`, `${field},desc`]))('orders transactions by %s', async (order) => {
    const [field = '', direction] = order.split(',')
    const { ids } = await everything(`order=${order}`)
    expect(new Set(ids).size).toBe(all.length)
    const rows = new Map(all.map((row) => [row.id, row]))
    const values = ids.map((id) => valueAt(rows.get(id), field) ?? undefined)
    const present = values.filter((value) => value !== undefined)
    expect(values.slice(0, present.length)).toEqual(present)
    const sorted = [...present].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    expect(present).toEqual(direction === 'asc' ? sorted : sorted.reverse())
  })

  it('cuts a list into pages that neither overlap nor leave anything out', async () => {
    const perPage = 7
    const pageCount = Math.ceil(all.length / perPage)
    for (const page of [1, 2, pageCount, pageCount + 1]) {
      const body = await list(`perPage=${perPage}&page=${page}`)
      expect(body.paging).toEqual({ page, perPage, pageCount, totalCount: all.length })
      const expected = all.slice((page - 1) * perPage, page * perPage)
      expect(body.transactions).toEqual(expected)
    }
    expect((await list('')).paging).toMatchObject({ page: 1, perPage: 20 })
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
  ])('answers 400 to %s', async (query) => {
    const refused = await session.get(`/transactions?view=userView&${query}`)
    expect(refused.status).toBe(400)
    expect(codeIn(refused)).toBeDefined()
  })

  it('filters accounts', async () => {
    const [first] = accounts
    const ids = async (query: string) =>
      (await session.get(`/accounts?${query}`)).body.accounts.map(({ id }: Row) => id)
    const expected = (matches: (account: Row) => boolean) => accounts.filter(matches).map(({ id }) => id)
    expect(await ids(`ids=${first.id}`)).toEqual([first.id])
    expect(await ids(`bankConnectionIds=${first.bankConnectionId}`)).toEqual(expected(() => true))
    expect(await ids('bankConnectionIds=999999')).toEqual([])
    expect(await ids(`accountTypes=${first.accountType}`)).toEqual(expected((a) => a.accountType === first.accountType))
    expect(await ids(`search=${first.iban}`)).toEqual([first.id])
    expect(await ids(`minBalance=${first.balance}`)).toEqual(expected((a) => a.balance >= first.balance))
    expect(await ids(`maxBalance=${first.balance}`)).toEqual(expected((a) => a.balance <= first.balance))
    expect(await ids('minLastSuccessfulUpdate=2026-03-10&maxLastSuccessfulUpdate=2026-03-10')).toEqual(
      expected(() => true),
    )
    expect(await ids('minLastSuccessfulUpdate=2026-03-11')).toEqual([])
  })
})

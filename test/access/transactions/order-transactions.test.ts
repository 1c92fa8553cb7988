import { beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../../helpers/api-dialect.ts'
import { type Row, readTransactions } from '../../helpers/read-data.ts'
import { startWithVariedTransactions, valueAt } from './varied-transactions.ts'

const FIELDS = [
  ...['id', 'accountId', 'valueDate', 'bankBookingDate', 'finapiBookingDate', 'amount', 'purpose', 'counterpartName'],
  ...['counterpartAccountNumber', 'counterpartIban', 'counterpartBlz', 'counterpartBic', 'type', 'primanota'],
  ...['category.id', 'category.name', 'isPotentialDuplicate', 'importDate'],
]

describe.each(dialects)('transactions in $version', (dialect) => {
  let session: Awaited<ReturnType<typeof startWithVariedTransactions>>
  beforeAll(async () => {
    session = await startWithVariedTransactions(dialect)
  })

  const readIds = async (order: string): Promise<number[]> =>
    (await readTransactions(session, `order=${order}`)).transactions.map(({ id }: Row) => id)

  it.each(FIELDS)('are ordered by %s, up and down, with those that lack it last', async (field) => {
    const rows = new Map(session.all.map((row) => [row.id, row]))
    for (const direction of ['asc', 'desc']) {
      const ids = await readIds(`${field},${direction}`)
      expect(new Set(ids)).toEqual(new Set(rows.keys()))
      const values = ids.map((id) => valueAt(rows.get(id), field))
      const present = values.filter((value) => value !== undefined)
      expect(values.slice(0, present.length)).toEqual(present)
      const sorted = [...present].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(sorted[0]).not.toBe(sorted.at(-1))
      expect(present).toEqual(direction === 'asc' ? sorted : sorted.reverse())
    }
  })

  it('may be ordered by isNew, which changes nothing as long as every one is new', async () => {
    expect(await readIds('isNew,asc')).toEqual(session.all.map(({ id }) => id))
  })

  it('are ordered by a second field where the first is equal', async () => {
    const query = 'order=isPotentialDuplicate,desc&order=amount,asc'
    const found = (await readTransactions(session, query)).transactions
    const values = (rows: readonly Row[]) => rows.map((row) => [row.isPotentialDuplicate, row.amount])
    const expected = [...session.all].sort(
      (a, b) => b.isPotentialDuplicate - a.isPotentialDuplicate || a.amount - b.amount,
    )
    expect(values(found)).toEqual(values(expected))
  })
})

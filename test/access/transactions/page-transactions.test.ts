import { describe, expect, it } from 'vitest'
import { dialects, importAtOwnBank, READY, startSession } from '../../helpers/api-dialect.ts'
import { readTransactions } from '../../helpers/read-data.ts'
import { startWithVariedTransactions } from './varied-transactions.ts'

describe.each(dialects)('pages of transactions in $version', (dialect) => {
  it('neither overlap nor leave anything out', async () => {
    const session = await startWithVariedTransactions(dialect)
    const { all } = session
    const perPage = 7
    const pageCount = Math.ceil(all.length / perPage)
    for (const page of [1, 2, pageCount, pageCount + 1]) {
      const { transactions, paging } = await readTransactions(session, `perPage=${perPage}&page=${page}`)
      expect(paging).toEqual({ page, perPage, pageCount, totalCount: all.length })
      expect(transactions).toEqual(all.slice((page - 1) * perPage, page * perPage))
    }
    expect((await session.get('/transactions?view=userView')).body.paging).toMatchObject({ page: 1, perPage: 20 })
  })

  it('reach the last of exactly 50,000', async () => {
    const session = await startSession(dialect)
    await importAtOwnBank(session, 'many-transactions')
    session.world.clock.advance(READY)
    const { paging, transactions } = await readTransactions(session, 'page=100')
    expect(paging).toEqual({ page: 100, perPage: 500, pageCount: 100, totalCount: 50_000 })
    expect(transactions).toHaveLength(500)
  })
})

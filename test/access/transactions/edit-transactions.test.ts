import { describe, expect, it } from 'vitest'
import { codeIn, type Dialect, dialects, importAtOwnBank, NO_SCA, startSession } from '../../helpers/api-dialect.ts'
import {
  countTransactions,
  type Row,
  readAllTransactions,
  readTransactions,
  sumInCents,
  toCents,
} from '../../helpers/read-data.ts'

const start = async (dialect: Dialect) => {
  const session = await startSession(dialect)
  const connectionId = await session.importReady({ ...NO_SCA, maxDaysForDownload: 60 })
  return { session, connectionId, rows: await readAllTransactions(session) }
}

const SALARY = 373

describe.each(dialects)('edited transactions in $version', (dialect) => {
  it('are no longer new, are filtered so, and are counted and summed', async () => {
    const { session, rows } = await start(dialect)
    const seen = rows.filter((_, index) => index % 3 === 0)
    for (const { id } of seen.slice(0, 2)) {
      const edited = await session.patch(`/transactions/${id}`, { isNew: false })
      expect(edited.status).toBe(200)
      expect(edited.body).toEqual({ ...rows.find((row) => row.id === id), isNew: false })
    }
    const several = await session.patch('/transactions', { ids: seen.map(({ id }) => id), isNew: false })
    // The first two were changed before.
    expect([...several.body.identifiers].sort()).toEqual(
      seen
        .slice(2)
        .map(({ id }) => id)
        .sort(),
    )
    const rest = rows.filter((row) => !seen.includes(row))
    for (const [query, expected] of [
      ['isNew=true', rest],
      ['isNew=false', seen.map((row: Row) => ({ ...row, isNew: false }))],
    ] as const) {
      const page = await readTransactions(session, `${query}&perPage=500`)
      expect(page.transactions).toEqual(expected)
      expect(page.paging.totalCount).toBe(expected.length)
      expect(toCents(page.balance)).toBe(sumInCents(expected))
      const second = await readTransactions(session, `${query}&perPage=5&page=2`)
      expect(second.transactions).toEqual(expected.slice(5, 10))
    }
  })

  it('are all of the user, or all of some accounts, without ids', async () => {
    const { session, rows } = await start(dialect)
    const [{ accountId }] = rows as [Row]
    const ofAccount = rows.filter((row) => row.accountId === accountId)
    const first = await session.patch('/transactions', { accountIds: [accountId], isNew: false })
    expect(first.body.identifiers).toHaveLength(ofAccount.length)
    expect(await countTransactions(session, 'isNew=false')).toBe(ofAccount.length)
    const all = await session.patch('/transactions', { isNew: false })
    expect(all.body.identifiers).toHaveLength(rows.length - ofAccount.length)
    expect(await countTransactions(session, 'isNew=true')).toBe(0)
  })

  it('have another category, which is found and can be cleared', async () => {
    const { session, rows } = await start(dialect)
    const [{ id }] = rows as [Row]
    const edited = (await session.patch(`/transactions/${id}`, { categoryId: SALARY, trainCategorization: true })).body
    expect(edited.category.id).toBe(SALARY)
    expect((await readTransactions(session, `ids=${id}&categoryIds=${SALARY}`)).transactions).toEqual([edited])
    const cleared = (await session.patch(`/transactions/${id}`, { categoryId: 0 })).body
    expect(cleared.category).toBe(dialect.nothing)
    expect(await countTransactions(session, `ids=${id}&categoryIds=${SALARY}`)).toBe(0)
  })

  it('are duplicates no more', async () => {
    const session = await startSession(dialect)
    await importAtOwnBank(session, 'potential-duplicates')
    session.world.clock.advance('PT1M')
    const { transactions } = await readTransactions(session, 'isPotentialDuplicate=true')
    const [first] = transactions
    expect((await session.patch(`/transactions/${first.id}`, { isPotentialDuplicate: false })).body).toEqual({
      ...first,
      isPotentialDuplicate: false,
    })
    expect((await readTransactions(session, 'isPotentialDuplicate=true')).transactions).toEqual(transactions.slice(1))
    expect((await session.patch(`/transactions/${first.id}`, { isPotentialDuplicate: true })).status).toBe(422)
  })

  it('stay as they are when the bank connection is updated, while later ones are new', async () => {
    const { session, connectionId, rows } = await start(dialect)
    await session.patch('/transactions', { isNew: false })
    await session.pass('P3D')
    await session.updateBank({ bankConnectionId: connectionId, ...(NO_SCA.login ? { login: NO_SCA.login } : {}) })
    session.world.clock.advance('PT1M')
    const after = await readAllTransactions(session)
    expect(after.length).toBeGreaterThan(rows.length)
    const known = new Set(rows.map(({ id }) => id))
    expect(after.filter(({ isNew }) => !isNew).every(({ id }) => known.has(id))).toBe(true)
    expect(await countTransactions(session, 'isNew=false')).toBe(rows.length)
  })

  it('are forgotten with their user', async () => {
    const { session, rows } = await start(dialect)
    const [{ id }] = rows as [Row]
    await session.patch(`/transactions/${id}`, { isNew: false })
    expect(session.world.snapshot().stores.transactionChanges).toHaveLength(1)
    expect((await session.remove('/users')).status).toBe(200)
    expect(session.world.snapshot().stores.transactionChanges).toEqual([])
  })

  it('are part of a snapshot, and of no other world', async () => {
    const { session, rows } = await start(dialect)
    const [{ id }] = rows as [Row]
    const before = session.world.snapshot()
    await session.patch(`/transactions/${id}`, { isNew: false })
    const edited = session.world.snapshot()
    session.world.restore(before)
    expect((await session.get(`/transactions/${id}`)).body.isNew).toBe(true)
    session.world.restore(edited)
    expect((await session.get(`/transactions/${id}`)).body.isNew).toBe(false)
  })

  it.each([
    { given: 'nothing to change', path: 'own', body: {}, status: 400, code: 'MISSING_FIELD' },
    { given: 'an unknown category', path: 'own', body: { categoryId: 999_999 }, status: 404, code: 'UNKNOWN_ENTITY' },
    { given: 'an unknown label', path: 'own', body: { labelIds: [7] }, status: 404, code: 'UNKNOWN_ENTITY' },
    { given: 'an unknown transaction', path: '/999999', body: { isNew: false }, status: 404, code: 'UNKNOWN_ENTITY' },
    { given: 'a category without ids', path: '', body: { categoryId: SALARY }, status: 400, code: 'BAD_REQUEST' },
  ])('refuse $given', async ({ path, body, status, code }) => {
    const { session, rows } = await start(dialect)
    const [{ id }] = rows as [Row]
    const response = await session.patch(`/transactions${path === 'own' ? `/${id}` : path}`, body)
    expect([response.status, codeIn(response)]).toEqual([status, code])
    expect(await readAllTransactions(session)).toEqual(rows)
  })
})

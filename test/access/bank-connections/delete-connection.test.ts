import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, openSession, READY, startSession } from '../../helpers/api-dialect.ts'
import { countTransactions, readAccounts, readTransactions } from '../../helpers/read-data.ts'

describe.each(dialects)('deleting a bank connection in $version', (dialect) => {
  it('deletes its accounts and transactions too', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const [account] = await readAccounts(session)
    const [transaction] = (await readTransactions(session, 'perPage=1')).transactions
    expect((await session.remove(`/bankConnections/${id}`)).status).toBe(200)
    const gone = [`/bankConnections/${id}`, `/accounts/${account.id}`, `/transactions/${transaction.id}`]
    for (const path of gone) expect((await session.get(path)).status).toBe(404)
    expect(await readAccounts(session)).toEqual([])
    expect(await countTransactions(session)).toBe(0)
  })

  it('is refused with 423 while the connection is busy', async () => {
    const { importBank, remove, get, world } = await startSession(dialect)
    const { id } = (await importBank(NO_SCA)).body
    const refused = await remove(`/bankConnections/${id}`)
    expect([refused.status, codeIn(refused)]).toEqual([423, 'LOCKED'])
    expect((await get(`/bankConnections/${id}`)).status).toBe(200)
    world.clock.advance(READY)
    expect((await remove(`/bankConnections/${id}`)).status).toBe(200)
  })

  it('is refused with 404 for the connection of another user', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const other = openSession(session.app, dialect, await session.app.newUser(dialect))
    expect((await other.remove(`/bankConnections/${id}`)).status).toBe(404)
    expect((await session.get(`/bankConnections/${id}`)).status).toBe(200)
  })
})

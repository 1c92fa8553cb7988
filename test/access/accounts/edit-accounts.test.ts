import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, startSession } from '../../helpers/api-dialect.ts'
import { readAccounts, readTransactions } from '../../helpers/read-data.ts'

describe.each(dialects)('accounts in $version', (dialect) => {
  it('are renamed, and only what is given changes', async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const [account, other] = await readAccounts(session)
    const edited = await session.patch(`/accounts/${account.id}`, { accountName: 'Household' })
    expect(edited.status).toBe(200)
    expect(edited.body).toEqual({ ...account, accountName: 'Household' })
    expect((await session.patch(`/accounts/${account.id}`, { isNew: false })).body).toEqual({
      ...account,
      accountName: 'Household',
      isNew: false,
    })
    expect((await session.get(`/accounts/${other.id}`)).body).toEqual(other)
    expect((await session.get('/accounts?search=household')).body.accounts).toHaveLength(1)
  })

  it('keep what the user changed when they are updated', async () => {
    const session = await startSession(dialect)
    const bankConnectionId = await session.importReady()
    const [account] = await readAccounts(session)
    await session.patch(`/accounts/${account.id}`, { accountName: 'Household', accountType: 'Savings' })
    await session.updateBank({ bankConnectionId, ...(NO_SCA.login ? { login: NO_SCA.login } : {}) })
    session.world.clock.advance('PT1M')
    const updated = (await session.get(`/accounts/${account.id}`)).body
    expect(updated).toMatchObject({ accountName: 'Household', accountType: 'Savings' })
  })

  it('refuse a change while their bank connection is imported', async () => {
    const session = await startSession(dialect)
    await session.importBank(NO_SCA)
    const { accounts } = (await session.get('/accounts')).body
    const [{ id }] = accounts
    for (const response of [
      await session.patch(`/accounts/${id}`, { accountName: 'Household' }),
      await session.remove(`/accounts/${id}`),
    ]) {
      expect([response.status, codeIn(response)]).toEqual([423, 'LOCKED'])
    }
    expect((await session.get('/accounts')).body.accounts).toEqual(accounts)
  })

  it.each([
    { given: 'nothing', path: 'own', body: {}, status: 400, code: 'MISSING_FIELD' },
    {
      given: 'a name of 513 characters',
      path: 'own',
      body: { accountName: 'a'.repeat(513) },
      status: 400,
      code: undefined,
    },
    { given: 'an unknown type', path: 'own', body: { accountType: 'Piggybank' }, status: 400, code: undefined },
    { given: 'an unknown account', path: '999999', body: { isNew: false }, status: 404, code: 'UNKNOWN_ENTITY' },
  ])('refuse $given', async ({ path, body, status, code }) => {
    const session = await startSession(dialect)
    await session.importReady()
    const accounts = await readAccounts(session)
    const response = await session.patch(`/accounts/${path === 'own' ? accounts[0].id : path}`, body)
    expect(response.status).toBe(status)
    if (code !== undefined) expect(codeIn(response)).toBe(code)
    expect(await readAccounts(session)).toEqual(accounts)
  })

  it('of another user do not exist', async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const [{ id }] = await readAccounts(session)
    const { token } = await session.app.newUser(dialect)
    for (const [method, body] of [['PATCH', { isNew: false }], ['DELETE']] as const) {
      const options = body === undefined ? { token } : { token, body }
      expect((await session.app.call(method, `${dialect.base}/accounts/${id}`, options)).status).toBe(404)
    }
    expect((await session.get(`/accounts/${id}`)).body.isNew).toBe(true)
  })

  it('are deleted with their transactions, and the last one with its bank connection', async () => {
    const session = await startSession(dialect)
    const connectionId = await session.importReady()
    const accounts = await readAccounts(session)
    const [first, ...rest] = accounts
    const before = await readTransactions(session)
    const ofFirst = await readTransactions(session, `accountIds=${first.id}`)
    const deleted = await session.remove(`/accounts/${first.id}`)
    expect([deleted.status, deleted.text]).toEqual([200, ''])
    expect((await session.get(`/accounts/${first.id}`)).status).toBe(404)
    expect((await readTransactions(session)).paging.totalCount).toBe(
      before.paging.totalCount - ofFirst.paging.totalCount,
    )
    const connection = (await session.get(`/bankConnections/${connectionId}`)).body
    expect(connection.accountIds).toEqual(rest.map(({ id }) => id))
    for (const { id } of rest) expect((await session.remove(`/accounts/${id}`)).status).toBe(200)
    expect((await session.get(`/bankConnections/${connectionId}`)).status).toBe(404)
    expect((await session.remove(`/accounts/${first.id}`)).status).toBe(404)
  })
})

import { describe, expect, expectTypeOf, it } from 'vitest'
import type { BankConnection, FinApiClient, PendingTransactions, UserSession } from '../../client/index.ts'
import { startClient } from './helpers/start-client.ts'

const page = (number: number, pageCount: number, id: number) => ({
  json: { banks: [{ id }], paging: { page: number, perPage: 500, pageCount, totalCount: pageCount } },
})

describe.each(['v1', 'v2'] as const)('the resources of %s', (version) => {
  const base = `/api/${version}`

  it('are read and deleted at their paths', async () => {
    const ok = { json: {} }
    const { server, client, session } = await startClient(version, {
      [`POST ${base}/users`]: { status: 201, json: { id: 'peter' } },
      [`GET ${base}/users`]: ok,
      [`DELETE ${base}/users`]: {},
      [`GET ${base}/banks`]: ok,
      [`GET ${base}/banks/1`]: ok,
      [`GET ${base}/bankConnections`]: ok,
      [`GET ${base}/bankConnections/2`]: ok,
      [`DELETE ${base}/bankConnections/2`]: {},
      [`GET ${base}/accounts`]: ok,
      [`GET ${base}/accounts/3`]: ok,
      [`GET ${base}/transactions`]: ok,
      [`GET ${base}/transactions/4`]: ok,
    })

    await client.users.create({ id: 'peter' })
    await session.user.get()
    await session.banks.list()
    await session.banks.get(1)
    await session.bankConnections.list({ ids: [2, 5] })
    await session.bankConnections.get(2)
    await session.bankConnections.delete(2)
    await session.accounts.list({ accountTypes: ['Checking', 'Savings'], minBalance: -10.5 })
    await session.accounts.get(3)
    await session.transactions.list({ view: 'bankView', order: ['amount,desc', 'id'], isNew: false, perPage: 50 })
    await session.transactions.get(4)
    await expect(session.user.delete()).resolves.toBeUndefined()

    const sent = server.requests.filter(({ call }) => !call.endsWith('/oauth/token'))
    expect(
      sent.map(({ call, query, body }) => [call, decodeURIComponent(query), body].filter(Boolean).join(' ')),
    ).toEqual([
      `POST ${base}/users {"id":"peter"}`,
      `GET ${base}/users`,
      `GET ${base}/banks`,
      `GET ${base}/banks/1`,
      `GET ${base}/bankConnections ids=2,5`,
      `GET ${base}/bankConnections/2`,
      `DELETE ${base}/bankConnections/2`,
      `GET ${base}/accounts accountTypes=Checking,Savings&minBalance=-10.5`,
      `GET ${base}/accounts/3`,
      `GET ${base}/transactions view=bankView&order=amount,desc&order=id&isNew=false&perPage=50`,
      `GET ${base}/transactions/4`,
      `DELETE ${base}/users`,
    ])
  })

  it('send the PSU headers where the version knows them', async () => {
    const psuHeaders = { 'PSU-IP-Address': '192.0.2.1', 'PSU-Device-OS': 'Android' }
    const { server, session } = await startClient(
      version,
      { [`DELETE ${base}/bankConnections/2`]: {}, [`GET ${base}/bankConnections/2`]: { json: {} } },
      { psuHeaders },
    )

    await session.bankConnections.get(2)
    await session.bankConnections.delete(2)

    const [read, deleted] = server.requests.slice(1)
    expect(read?.headers).not.toHaveProperty('psu-ip-address')
    expect(deleted?.headers['psu-ip-address']).toBe(version === 'v2' ? '192.0.2.1' : undefined)
  })

  it('collect all pages of banks, with the interface filter under its own name', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${base}/banks`]: [page(1, 2, 10), page(2, 2, 11)],
    })

    const banks = await session.banks.listAll({ search: 'Test Bank', supportedBankingInterfaces: ['XS2A'] })

    expect(banks.map(({ id }) => id)).toEqual([10, 11])
    const filter = version === 'v1' ? 'supportedInterfaces' : 'supportedBankingInterfaces'
    const queries = server.calls(`GET ${base}/banks`).map(({ query }) => Object.fromEntries(new URLSearchParams(query)))
    expect(queries).toEqual([
      { search: 'Test Bank', [filter]: 'XS2A', page: '1', perPage: '500' },
      { search: 'Test Bank', [filter]: 'XS2A', page: '2', perPage: '500' },
    ])
  })

  it('collect all pages of transactions', async () => {
    const paging = { page: 1, perPage: 500, pageCount: 1, totalCount: 1 }
    const { session } = await startClient(version, {
      [`GET ${base}/transactions`]: { json: { transactions: [{ id: 7, amount: -0.1 }], paging } },
    })

    await expect(session.transactions.listAll({ view: 'userView' })).resolves.toEqual([{ id: 7, amount: -0.1 }])
  })
})

describe('a deleted user', () => {
  it('leaves no token behind', async () => {
    const { server, session } = await startClient('v2', {
      'DELETE /api/v2/users': {},
      'GET /api/v2/users': { json: {} },
    })

    await session.user.delete()
    await session.user.get()

    expect(server.calls('POST /api/v2/oauth/token')).toHaveLength(2)
  })
})

describe('pending transactions', () => {
  it('are read with v2', async () => {
    const { server, session } = await startClient('v2', {
      'GET /api/v2/pendingTransactions': { json: { pendingTransactions: [] } },
      'GET /api/v2/pendingTransactions/9': { json: { id: 9 } },
    })

    await session.pendingTransactions.list({ accountIds: [1, 2] })
    await expect(session.pendingTransactions.get(9)).resolves.toEqual({ id: 9 })

    expect(server.calls('GET /api/v2/pendingTransactions')[0]?.query).toBe('accountIds=1%2C2')
  })

  it('do not exist with v1', async () => {
    const { session } = await startClient('v1', {})

    expect(session.pendingTransactions).toBeUndefined()
    expectTypeOf<UserSession<'v1'>['pendingTransactions']>().toEqualTypeOf<undefined>()
    expectTypeOf<UserSession<'v2'>['pendingTransactions']>().toEqualTypeOf<PendingTransactions>()
  })
})

describe('the types', () => {
  it('follow the version, and work for a version known at run time only', () => {
    expectTypeOf<BankConnection<'v1'>['interfaces'][number]>().toHaveProperty('interface')
    expectTypeOf<BankConnection<'v2'>['interfaces'][number]>().toHaveProperty('bankingInterface')
    expectTypeOf<ReturnType<FinApiClient<'v1' | 'v2'>['asUser']>>().toHaveProperty('importBankConnection')
  })
})

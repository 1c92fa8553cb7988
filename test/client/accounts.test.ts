import { describe, expect, it } from 'vitest'
import { startClient } from './helpers/start-client.ts'

describe.each(['v1', 'v2'] as const)('accounts of %s', (version) => {
  const path = `/api/${version}/accounts`

  it('are listed and read', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: { json: { accounts: [{ id: 3 }] } },
      [`GET ${path}/3`]: { json: { id: 3 } },
    })

    await expect(session.accounts.list({ accountTypes: ['Checking', 'Savings'], minBalance: -10.5 })).resolves.toEqual({
      accounts: [{ id: 3 }],
    })
    await expect(session.accounts.get(3)).resolves.toEqual({ id: 3 })

    expect(server.lines()).toEqual([`GET ${path} accountTypes=Checking,Savings&minBalance=-10.5`, `GET ${path}/3`])
  })

  it('are edited and deleted', async () => {
    const { server, session } = await startClient(
      version,
      {
        [`PATCH ${path}/3`]: { json: { id: 3, accountName: 'Household' } },
        [`DELETE ${path}/3`]: { status: 200 },
      },
      { psuHeaders: { 'PSU-IP-Address': '192.0.2.1' } },
    )

    await expect(session.accounts.edit(3, { accountName: 'Household', isNew: false })).resolves.toEqual({
      id: 3,
      accountName: 'Household',
    })
    await expect(session.accounts.delete(3)).resolves.toBeUndefined()

    const [edit, removal] = server.requests.slice(-2)
    expect(JSON.parse(edit?.body ?? '')).toEqual({ accountName: 'Household', isNew: false })
    expect(edit?.headers['psu-ip-address']).toBeUndefined()
    // Only v2 passes the PSU headers on when an account is deleted.
    expect(removal?.headers['psu-ip-address']).toBe(version === 'v2' ? '192.0.2.1' : undefined)
  })

  it('have balances per day, collected from all pages', async () => {
    const page = (number: number, day: string) => ({
      json: {
        dailyBalances: [{ date: day, balance: 1.5 }],
        paging: { page: number, perPage: 500, pageCount: 2, totalCount: 2 },
      },
    })
    const { server, session } = await startClient(version, {
      [`GET ${path}/dailyBalances`]: [page(1, '2026-03-01'), page(1, '2026-03-01'), page(2, '2026-03-02')],
    })

    await session.accounts.dailyBalances({ accountIds: [3], startDate: '2026-03-01', perPage: 10 })
    await expect(session.accounts.allDailyBalances({ withProjection: false })).resolves.toEqual([
      { date: '2026-03-01', balance: 1.5 },
      { date: '2026-03-02', balance: 1.5 },
    ])

    expect(server.lines()).toEqual([
      `GET ${path}/dailyBalances accountIds=3&startDate=2026-03-01&perPage=10`,
      `GET ${path}/dailyBalances withProjection=false&page=1&perPage=500`,
      `GET ${path}/dailyBalances withProjection=false&page=2&perPage=500`,
    ])
  })
})

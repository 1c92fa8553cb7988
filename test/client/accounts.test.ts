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
})

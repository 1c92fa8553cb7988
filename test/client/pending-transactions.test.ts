import { describe, expect, it } from 'vitest'
import { startClient } from './helpers/start-client.ts'

describe('pending transactions', () => {
  it('are listed and read with v2', async () => {
    const { server, session } = await startClient('v2', {
      'GET /api/v2/pendingTransactions': { json: { pendingTransactions: [] } },
      'GET /api/v2/pendingTransactions/9': { json: { id: 9 } },
    })

    await session.pendingTransactions.list({ accountIds: [1, 2] })
    await expect(session.pendingTransactions.get(9)).resolves.toEqual({ id: 9 })

    expect(server.lines()).toEqual([
      'GET /api/v2/pendingTransactions accountIds=1,2',
      'GET /api/v2/pendingTransactions/9',
    ])
  })

  it('are missing with v1', async () => {
    const { session } = await startClient('v1', {})

    expect(session.pendingTransactions).toBeUndefined()
  })
})

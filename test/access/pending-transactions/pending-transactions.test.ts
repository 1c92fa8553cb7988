import { expect, it } from 'vitest'
import { openSession, startSession, v1, v2 } from '../../helpers/api-dialect.ts'

it('lists the pending transactions and finds each by its id, in v2 only', async () => {
  const { app, user, get, importReady } = await startSession(v2)
  await importReady()
  const { pendingTransactions, paging } = (await get('/pendingTransactions?perPage=500')).body
  expect(pendingTransactions.length).toBeGreaterThan(0)
  expect(paging.totalCount).toBe(pendingTransactions.length)
  for (const pending of pendingTransactions) {
    expect((await get(`/pendingTransactions/${pending.id}`)).body).toEqual(pending)
  }
  expect((await openSession(app, v1, user).get('/pendingTransactions')).status).toBe(404)
})

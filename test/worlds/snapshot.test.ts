import { expect, it } from 'vitest'
import { importAtOwnBank, openSession, startApp, v2 } from '../helpers/api-dialect.ts'
import { readAccounts, readAllTransactions, readConnection } from '../helpers/read-data.ts'

it('goes on in another server where it was taken, in the midst of odd downloads', async () => {
  const app = startApp({ seed: 'moving' })
  const session = openSession(app, v2, await app.newUser(v2))
  const ids: number[] = []
  const odd = ['adjusting-entry', 'potential-duplicates', 'future-dated-bookings', 'consent-revoked', 'no-accounts']
  for (const scenario of odd) ids.push(await importAtOwnBank(session, scenario, { maxDaysForDownload: 30 }))
  const taken = await app.call('GET', '/_mock/worlds/default/snapshot')

  const other = startApp({ seed: 'moving' })
  expect((await other.call('PUT', '/_mock/worlds/default/snapshot', { body: taken.text })).status).toBe(200)
  const moved = openSession(other, v2, session.user)
  const readAll = async (reader: typeof session) => ({
    connections: await Promise.all(ids.map((id) => readConnection(reader, id))),
    accounts: await readAccounts(reader),
    transactions: await readAllTransactions(reader),
  })
  for (const { world } of [session, moved]) world.clock.advance('PT1M')
  const after = await readAll(session)
  expect(after.transactions.length).toBeGreaterThan(100)
  expect(await readAll(moved)).toEqual(after)
})

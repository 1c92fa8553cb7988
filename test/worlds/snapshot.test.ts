import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  importAtOwnBank,
  openSession,
  REDIRECT,
  startApp,
  v2,
  withTransport,
} from '../helpers/api-dialect.ts'
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

describe('the URL of this server', () => {
  /** Starts an application that is called at this origin. */
  const startAt = (origin: string) => {
    const app = startApp()
    return withTransport(app, (path, init) =>
      app.fetch(new Request(path.startsWith('http') ? path : origin + path, init)),
    )
  }

  const startRedirect = async (origin: string) => {
    const app = startAt(origin)
    const session = openSession(app, v2, await app.newUser(v2))
    const { redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    const { text } = await app.call('GET', '/_mock/worlds/default/snapshot')
    return { redirectUrl, text }
  }

  it('is not a part of a snapshot', async () => {
    const one = await startRedirect('http://one.example:1111')
    const other = await startRedirect('http://other.example:2222')
    expect(other.text).toBe(one.text)
    expect(one.redirectUrl).toMatch(/^http:\/\/one\.example:1111\/_mock\/bank\/login\?/)
  })

  it('is that of the server which shows a restored redirect', async () => {
    const { redirectUrl, text } = await startRedirect('http://one.example:1111')
    const there = startAt('http://other.example:2222')
    await there.call('PUT', '/_mock/worlds/there/snapshot', { body: text })
    const expected = redirectUrl.replace('http://one.example:1111', 'http://other.example:2222/w/there')
    const { pending } = (await there.call('GET', '/w/there/_mock/psu')).body
    expect(pending).toMatchObject([{ redirectUrl: expected }])
    expect((await there.call('GET', '/w/there/_mock/device')).text).toContain(`href="${expected}"`)
    expect(there.worlds.get('there')?.psu.list()).toMatchObject([{ redirectUrl: expected }])
    const published = startApp({ publicUrl: 'https://mock.example/finapi' })
    published.world.restore(JSON.parse(text))
    expect(published.world.psu.list()[0]?.redirectUrl).toMatch(/^https:\/\/mock\.example\/finapi\/_mock\/bank\/login\?/)
  })
})

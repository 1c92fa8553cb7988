import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JournalBusy, JournalTimeout, type MockServer, startMockServer } from '../../server/index.ts'
import { importBody, MOMENT, NO_SCA, openSession, startApp, v2, withTransport } from '../helpers/api-dialect.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ port: 0, now: MOMENT })
})
afterAll(() => server?.close())

/** Sends requests to a world of the server; `abort` ends those that are under way. */
const openWorld = async (name: string) => {
  const world = server.worlds.create(name)
  const abortion = new AbortController()
  const { signal } = abortion
  const app = withTransport(startApp(), (path, init) => fetch(`${server.url}/w/${name}${path}`, { ...init, signal }))
  const client = withTransport(app, (path, init) => fetch(`${server.url}/w/${name}${path}`, init))
  const user = await client.newUser(v2)
  return {
    world,
    abort: () => abortion.abort(),
    hasty: openSession(app, v2, user),
    session: openSession(client, v2, user),
  }
}

/** Lets requests arrive until something holds. */
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

describe('a client that ends its request', () => {
  it.each([
    { when: 'before' as const, connections: 0 },
    { when: 'after' as const, connections: 1 },
  ])('ends a delay $when the operation, which leaves $connections connections', async ({ when, connections }) => {
    const { world, abort, hasty, session } = await openWorld(`delay-${when}`)
    world.faults.add({ kind: 'delay', delay: 'PT1H', when })
    const imported = hasty.importBank(NO_SCA).catch((error: Error) => error.name)
    await until(() => world.faults.all()[0]?.applied === 1)
    if (when === 'after') await until(() => world.clock.pending().some(({ job }) => job.job === 'release-response'))
    abort()
    expect(await imported).toBe('AbortError')
    const filter = { operation: 'importBankConnection' }
    const entry = await world.journal.waitFor(filter, { timeout: 120_000 })
    expect(entry).toMatchObject({ response: { cut: 'before-headers' }, fault: { kind: 'delay', when } })
    expect((await session.get('/bankConnections')).body.connections).toHaveLength(connections)
    expect(world.clock.pending().filter(({ job }) => job.job === 'release-response')).toEqual([])
  })

  it('ends its wait for the journal', async () => {
    const { world, abort, hasty } = await openWorld('wait')
    const filter = { operation: 'editAccount' }
    const others = Array.from({ length: 99 }, () => new AbortController())
    const ended = others.map(({ signal }) =>
      world.journal.waitFor(filter, { timeout: 600_000, signal }).catch((error: Error) => error.name),
    )
    // Refused before the signal is looked at, so that the attempt itself takes no place.
    const isBusy = () =>
      world.journal.waitFor(filter, { signal: AbortSignal.abort() }).then(
        () => false,
        (error: unknown) => error instanceof JournalBusy,
      )
    const path = '/_mock/journal/wait?operation=editAccount&timeout=PT10M'
    const waiting = hasty.app.call('GET', path).catch((error: Error) => error.name)
    await until(isBusy)
    expect((await fetch(`${server.url}/w/wait${path}`)).status).toBe(429)
    abort()
    expect(await waiting).toBe('AbortError')
    await until(async () => !(await isBusy()))
    for (const other of others) other.abort()
    expect(new Set(await Promise.all(ended))).toEqual(new Set(['AbortError']))
    await expect(world.journal.waitFor(filter, { timeout: 0 })).rejects.toThrow(JournalTimeout)
  })

  it('ends it in the same process, too', async () => {
    const { world, fetch: handle, newUser } = startApp()
    const { token } = await newUser(v2)
    world.faults.add({ kind: 'delay', delay: 'PT1H' })
    const abortion = new AbortController()
    const imported = handle(
      new Request(`http://mock.example${v2.base}/bankConnections/import`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(importBody(v2, NO_SCA)),
        signal: abortion.signal,
      }),
    )
    abortion.abort()
    await expect(imported).rejects.toThrow('fetch failed')
  })
})

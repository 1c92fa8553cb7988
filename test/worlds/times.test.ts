import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMockApp, expandScenarios, InputError, OptionError } from '../../server/index.ts'
import { dialects, importAtOwnBank, MOMENT, NO_SCA, openSession, READY, startApp, v2 } from '../helpers/api-dialect.ts'
import { countTransactions, readAccounts, readConnection } from '../helpers/read-data.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('times out of bounds', () => {
  it.each([
    { option: { now: '0001-01-01T00:00:00Z' }, says: 'now must be a moment' },
    { option: { now: new Date(8.64e15) }, says: 'now must be a moment' },
    { option: { downloadTime: 'P36526D' }, says: 'downloadTime must be milliseconds or an ISO 8601 duration' },
    { option: { downloadTime: 1e300 }, says: 'downloadTime must be milliseconds or an ISO 8601 duration' },
  ])('are refused as options: $option', ({ option, says }) => {
    expect(() => createMockApp(option)).toThrow(OptionError)
    expect(() => createMockApp(option)).toThrow(says)
  })

  it('are refused in code, with nothing changed', () => {
    const { world, worlds } = createMockApp({ now: MOMENT })
    const calls = [
      () => world.clock.advance(1e300),
      () => world.clock.freeze(1e300),
      () => world.clock.run(1, Number.NaN),
      () => worlds.create('a', { frozenAt: 1e300 }),
      () => worlds.create('a', { downloadTime: -1 }),
    ]
    for (const call of calls) expect(call).toThrow(InputError)
    expect([world.clock.now(), world.clock.speed, worlds.names()]).toEqual([Date.parse(MOMENT), 0, ['default']])
  })

  it.each([
    { start: '1900-01-01T00:00:00Z', kind: 'first' },
    { start: '2999-12-31T12:00:00Z', kind: 'last' },
  ])('begin right after the $kind moment, where an import works', async ({ start }) => {
    const app = startApp({ now: start })
    for (const dialect of dialects) {
      const session = openSession(app, dialect, await app.newUser(dialect))
      const id = await session.importReady()
      expect(await readConnection(session, id)).toMatchObject({ updateStatus: 'READY' })
      expect((await session.get('/transactions?view=userView&perPage=500')).body.transactions.length).toBeGreaterThan(
        100,
      )
    }
    expect((await app.call('GET', '/_mock/worlds')).body.worlds).toHaveLength(1)
  })
})

it('are far apart for a connection: the bank books nothing more after some years, and the update works', async () => {
  const app = startApp({ now: '1900-01-01T00:00:00Z' })
  const session = openSession(app, v2, await app.newUser(v2))
  const id = await session.importReady()
  app.world.clock.freeze(Date.parse('2999-12-01T00:00:00Z'))
  await session.pass(0)
  expect((await session.updateBank({ bankConnectionId: id, login: NO_SCA.login })).status).toBe(422)
  expect((await session.updateBank({ bankConnectionId: id, login: NO_SCA.login })).status).toBe(200)
  app.world.clock.settle()
  expect(await readConnection(session, id)).toMatchObject({ interfaces: [{ lastManualUpdate: { result: 'OK' } }] })
  expect(await countTransactions(session)).toBeLessThan(30_000)
})

describe('a job that throws an error', () => {
  /** Starts an application with a bank whose books cannot be opened, because of a persona with a mistake. */
  const startWithBrokenBank = async () => {
    const { scenarios, personas } = await expandScenarios([
      {
        name: 'broken',
        description: 'The books of the bank cannot be opened.',
        bank: { id: 700_001, blz: 'BROKEN01', name: 'Broken Bank' },
        persona: { generate: {} },
        steps: [],
      },
    ])
    const broken = personas.map((persona) =>
      Object.defineProperty({ ...persona }, 'history', {
        get: () => {
          throw new Error('the books are broken')
        },
      }),
    )
    return startApp({ scenarios: { scenarios, personas: broken } })
  }

  it.each(dialects)('ends the download of its connection as an error of finAPI, in $version', async (dialect) => {
    const app = await startWithBrokenBank()
    const session = openSession(app, dialect, await app.newUser(dialect))
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const brokenId = await importAtOwnBank(session, 'broken')
    const id = await importAtOwnBank(session, 'no-sca')
    expect((await app.call('POST', '/_mock/clock/advance', { body: { by: `PT${READY / 1000}S` } })).status).toBe(200)
    expect(await readConnection(session, brokenId)).toMatchObject({
      updateStatus: 'READY',
      categorizationStatus: 'READY',
      interfaces: [
        {
          lastManualUpdate: { result: 'INTERNAL_SERVER_ERROR', errorType: 'TECHNICAL' },
          userActionRequired: false,
        },
      ],
    })
    expect(await readConnection(session, id)).toMatchObject({
      updateStatus: 'READY',
      interfaces: [{ lastManualUpdate: { result: 'OK' } }],
    })
    const accounts = await readAccounts(session)
    const brokenAccounts = accounts.filter(({ bankConnectionId }) => bankConnectionId === brokenId)
    expect(brokenAccounts.length).toBeGreaterThan(0)
    expect(JSON.stringify(brokenAccounts)).not.toContain('DOWNLOAD_IN_PROGRESS')
    expect(JSON.stringify(brokenAccounts)).toContain('DOWNLOAD_FAILED')
    expect(print).toHaveBeenCalledOnce()
    expect((await session.remove(`/bankConnections/${brokenId}`)).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { GUIDE, NO_SCA, startSession, v2 } from '../helpers/api-dialect.ts'

describe('the journal', () => {
  it.each([
    { filter: { method: 'DELETE' }, found: 0 },
    { filter: { path: '/api/*/bankConnections/*' }, found: 2 },
    { filter: { code: 'ADDITIONAL_AUTHENTICATION_REQUIRED' }, found: 1 },
    { filter: { version: 'v1' }, found: 0 },
    { filter: { from: '2026-03-10T10:00:05Z' }, found: 1 },
    { filter: { to: '2026-03-10T10:00:04Z', operation: 'importBankConnection' }, found: 1 },
    { filter: { requestId: 'second' }, found: 1 },
    { filter: { client: 'mock-client', status: 201 }, found: 2 },
  ])('finds $found entries by $filter', async ({ filter, found }) => {
    const { importBank, world, app } = await startSession(v2)
    await importBank(GUIDE)
    world.clock.advance(5000)
    await importBank(NO_SCA, { 'X-Request-Id': 'second' })
    expect(world.journal.find(filter)).toHaveLength(found)
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    )
    expect((await app.call('GET', `/_mock/journal?${query}`)).body.entries).toHaveLength(found)
  })

  it('is read in pages from the latest entry on', async () => {
    const { world, app } = await startSession(v2)
    for (let count = 0; count < 120; count++) await app.call('GET', count % 2 ? '/api/v2/odd' : '/api/v2/even')
    const odd = world.journal.find({ path: '/api/v2/odd' }).map(({ id }) => id)
    const read = async (query: string) => {
      const { total, entries } = (await app.call('GET', `/_mock/journal?${query}`)).body
      return { total, ids: entries.map(({ id }: { id: number }) => id) }
    }
    const all = world.journal.find().map(({ id }) => id)
    expect(await read('')).toEqual({ total: all.length, ids: all.slice(-100) })
    expect(await read('limit=1000')).toEqual({ total: all.length, ids: all })
    const latest = await read('path=/api/v2/odd&limit=25')
    expect(latest).toEqual({ total: 60, ids: odd.slice(-25) })
    expect(await read(`path=/api/v2/odd&limit=25&before=${latest.ids[0]}`)).toEqual({
      total: 60,
      ids: odd.slice(-50, -25),
    })
    expect(await read('path=/api/v2/odd&before=1')).toEqual({ total: 60, ids: [] })
  })

  it('waits for an exchange, and names near misses where none comes', async () => {
    const { importBank, world, app } = await startSession(v2)
    const filter = { operation: 'importBankConnection', status: 201 }
    const inCode = world.journal.waitFor(filter, { timeout: 120_000 })
    const overHttp = app.call('GET', '/_mock/journal/wait?operation=importBankConnection&status=201&timeout=PT2M')
    await importBank(GUIDE)
    await importBank(NO_SCA)
    expect((await inCode).response.status).toBe(201)
    expect((await overHttp).body).toMatchObject({ id: (await inCode).id })
    expect((await world.journal.waitFor(filter)).id).toBe((await inCode).id)
    await expect(world.journal.waitFor({ ...filter, status: 422 }, { timeout: 0 })).rejects.toThrow(
      /^no exchange with operation importBankConnection and status 422 within 0 ms; nearest misses:\n {2}#\d+ POST .* → 201: status is 201, not 422\n/,
    )
    const none = await app.call('GET', '/_mock/journal/wait?status=422&timeout=0')
    expect([none.status, none.body]).toEqual([400, expect.objectContaining({ field: 'timeout' })])
    const late = await app.call('GET', '/_mock/journal/wait?status=422&timeout=PT0S')
    expect([late.status, late.body.message]).toEqual([404, expect.stringContaining('status 422')])
  })

  it('verifies counts and order, with a readable difference', async () => {
    const { importBank, get, world, app } = await startSession(v2)
    await importBank(GUIDE)
    await importBank(NO_SCA)
    await get('/accounts')
    const of = { operation: 'importBankConnection' }
    expect(world.journal.verify({ atLeast: 2, of })).toMatchObject({ passed: true, difference: undefined })
    expect(world.journal.verify({ exactly: 1, of: { ...of, status: 201 } })).toMatchObject({ passed: true })
    expect(world.journal.verify({ exactly: 1, of }).difference).toMatch(
      /^expected exactly 1 exchange\(s\) with operation importBankConnection, but found 2\nfound:\n {2}#4 POST .* → 510 ADDITIONAL_AUTHENTICATION_REQUIRED\n {2}#5 POST .* → 201$/,
    )
    expect(world.journal.verify({ atLeast: 1, of: { ...of, status: 422 } }).difference).toContain(
      '#5 POST /api/v2/bankConnections/import → 201: status is 201, not 422',
    )
    const inOrder = [{ ...of, status: 510 }, { ...of, status: 201 }, { operation: 'getAndSearchAllAccounts' }]
    expect(world.journal.verify({ inOrder })).toEqual({ passed: true, difference: undefined, matched: [4, 5, 6] })
    const reversed = await app.call('POST', '/_mock/journal/verify', { body: { inOrder: inOrder.toReversed() } })
    expect([reversed.status, reversed.body.passed, reversed.body.matched]).toEqual([422, false, [6]])
    expect(reversed.body.difference).toContain('step 2 is missing after #6')
    expect(reversed.body.difference).toContain('found earlier:\n  #5')
    expect((await app.call('POST', '/_mock/journal/verify', { body: { atLeast: 2, of } })).status).toBe(200)
    const wrong = await app.call('POST', '/_mock/journal/verify', { body: { inOrder: [{ stauts: 1 }] } })
    expect([wrong.status, wrong.body.field]).toEqual([400, 'inOrder.0.stauts'])
  })
})

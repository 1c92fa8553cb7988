import { describe, expect, it } from 'vitest'
import { MOMENT, NO_SCA, startApp, startSession, v2 } from '../helpers/api-dialect.ts'
import { readRawResponse, startServer } from '../helpers/raw-response.ts'

describe('a cut connection', () => {
  const path = '/api/v2/banks'

  it.each([
    { at: 'before-headers' as const, seen: /^$/ },
    { at: 'within-headers' as const, seen: /^HTTP\/1\.1 200 OK\r\nContent-Type: applica$/ },
    {
      at: 'within-body' as const,
      seen: /^HTTP\/1\.1 401 Unauthorized\r\n(?:.+\r\n)+\r\n\{"error":"unauthorized[^}]*$/,
    },
  ])('ends $at', async ({ at, seen }) => {
    const server = await startServer()
    server.world.faults.add({ kind: 'cut', at, operation: 'getAndSearchAllBanks' })
    expect(await readRawResponse(server, path)).toMatch(seen)
    expect(await readRawResponse(server, path)).toContain('"error_description"')
    expect(server.world.journal.find({ path })).toMatchObject([
      { response: { cut: at }, fault: { id: 1, kind: 'cut' } },
      { response: { status: 401 } },
    ])
  })

  it.each(['before-headers', 'within-headers', 'within-body'] as const)(
    'is a failed fetch without a socket (%s)',
    async (at) => {
      const app = startApp()
      app.world.faults.add({ kind: 'cut', at })
      await expect(app.call('GET', path)).rejects.toThrow(
        `fetch failed: a fault of the mock cut the connection (${at})`,
      )
    },
  )

  it('loses only the response where it comes afterwards', async () => {
    const { importBank, get, world } = await startSession(v2)
    world.faults.add({ kind: 'cut', at: 'before-headers', when: 'after', operation: 'importBankConnection' })
    await expect(importBank(NO_SCA)).rejects.toThrow('fetch failed')
    expect((await get('/bankConnections')).body.connections).toHaveLength(1)
  })

  it('sends a slow body piece by piece over a socket', async () => {
    const server = await startServer({ now: MOMENT })
    server.world.faults.add({ kind: 'slow-body', duration: 20, chunks: 3 })
    const text = await readRawResponse(server, path)
    expect(text.match(/^[0-9a-f]+\r$/gm)).toHaveLength(4)
    expect(text).toContain('"unauthorized"')
  })
})

import { describe, expect, it } from 'vitest'
import { codeIn, dialects, NO_SCA, REDIRECT, startSession } from '../../helpers/api-dialect.ts'

describe.each(dialects)('an import without authentication in $version', (dialect) => {
  it.each([
    { bank: 'DEMO0001', request: NO_SCA },
    { bank: 'DEMO0002', request: { ...REDIRECT, login: { 'Onlinebanking-ID': 'demo_no_msa' } } },
  ])('succeeds at once at $bank', async ({ request }) => {
    const { importBank, get } = await startSession(dialect)
    const imported = await importBank(request)
    expect(imported.status).toBe(201)
    expect((await get('/bankConnections')).body.connections).toEqual([imported.body])
  })

  it('is refused for a connection that exists already', async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const again = await session.importBank(NO_SCA)
    expect([again.status, codeIn(again)]).toEqual([422, 'ENTITY_EXISTS'])
    expect((await session.get('/bankConnections')).body.connections).toHaveLength(1)
  })
})

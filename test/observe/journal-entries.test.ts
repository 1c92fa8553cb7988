import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  dialects,
  GUIDE,
  NO_SCA,
  REDIRECT,
  startApp,
  startSession,
  v2,
  walkBankPage,
} from '../helpers/api-dialect.ts'

const CHOSEN = { twoStepProcedureId: 'DEMO-TSP-01' }

describe.each(dialects)('the journal in $version', (dialect) => {
  it('records an import with what decided each response', async () => {
    const { importBank, answer, user, world } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(GUIDE, { 'X-Request-Id': 'mine' }))
    await answer(GUIDE, hash, CHOSEN)
    await answer(GUIDE, hash, { ...CHOSEN, challengeResponse: 'wrong' })
    const [first, second, third, ...rest] = world.journal.find({ operation: 'importBankConnection' })
    expect(rest).toEqual([])
    expect(first).toMatchObject({
      at: '2026-03-10T10:00:00.000Z',
      milliseconds: 0,
      requestId: 'mine',
      version: dialect.version,
      method: 'POST',
      path: `${dialect.base}/bankConnections/import`,
      clientId: 'mock-client',
      userId: user.id,
      request: {
        headers: { authorization: '[redacted]', 'content-type': 'application/json' },
        body: { bankId: 280001, [dialect.interfaceField]: 'XS2A' },
      },
      response: { status: 510, headers: { 'x-request-id': 'mine' } },
      errorCodes: ['ADDITIONAL_AUTHENTICATION_REQUIRED'],
      hashes: [hash],
      explanation: { scenario: 'demo-sms-or-push', reason: 'started', status: 'TWO_STEP_PROCEDURE_REQUIRED' },
    })
    expect(second?.response.body).toMatchObject({ errors: [{ multiStepAuthentication: { hash } }] })
    expect(third).toMatchObject({
      explanation: { step: 'steps/1', given: 'twoStepProcedureId=DEMO-TSP-01, challengeResponse (wrong)' },
      errorCodes: ['BANK_SERVER_REJECTION'],
      refusedBy: { stage: 'handler' },
      hashes: [hash],
    })
    expect(world.journal.find({ hash }).map(({ id }) => id)).toEqual([first?.id, second?.id, third?.id])
  })

  it('says at which stage a request was refused', async () => {
    const { app, user, importBank, get, world } = await startSession(dialect)
    const from = world.journal.size
    await get('/nothing')
    await app.call('PUT', `${dialect.base}/banks`)
    await app.call('GET', `${dialect.base}/users`, { headers: { 'X-Request-Id': 'x'.repeat(256) } })
    await app.call('GET', `${dialect.base}/users`)
    await app.call('POST', `${dialect.base}/bankConnections/import`, { token: user.token, body: {} })
    await get('/bankConnections/1')
    world.faults.add({ kind: 'status', status: 500, operation: 'importBankConnection' })
    await importBank(NO_SCA)
    const refusals = world.journal.find({ after: from }).map(({ refusedBy, operation, response, errorCodes }) => ({
      ...{ operation, status: response.status, stage: refusedBy?.stage, code: errorCodes[0] },
    }))
    expect(refusals).toEqual([
      { operation: undefined, status: 404, stage: 'route', code: undefined },
      { operation: undefined, status: 405, stage: 'route', code: 'METHOD_NOT_ALLOWED' },
      { operation: 'getAuthorizedUser', status: 400, stage: 'request-id', code: 'BAD_REQUEST' },
      { operation: 'getAuthorizedUser', status: 401, stage: 'authorize', code: 'unauthorized' },
      { operation: 'importBankConnection', status: 400, stage: 'validate', code: 'MISSING_FIELD' },
      { operation: 'getBankConnection', status: 404, stage: 'handler', code: 'UNKNOWN_ENTITY' },
      { operation: 'importBankConnection', status: 500, stage: 'fault', code: 'UNEXPECTED_ERROR' },
    ])
    const [last] = world.journal.find({ status: 500 })
    expect(last).toMatchObject({
      fault: { id: 1, kind: 'status', when: 'before' },
      request: { body: { bankId: 280001 } },
    })
  })
})

describe('the journal', () => {
  it("records what the PSU did at the bank's pages", async () => {
    const session = await startSession(v2)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    await walkBankPage(session, redirectUrl)
    const pages = session.world.journal.find({ operation: 'bank-page' })
    expect(pages).toMatchObject([
      { path: '/_mock/bank/login', request: { body: { user: 'demo', pin: '[redacted]' } }, hashes: [hash] },
      { path: '/_mock/bank/decision', request: { body: { decision: 'approve' } }, response: { status: 303 } },
    ])
    expect(pages[1]).toMatchObject({ userId: session.user.id, clientId: 'mock-client' })
    expect(pages[1]?.response.headers.location).toMatch(/code=\[redacted\]/)
    expect(session.world.journal.find({ path: '/_mock/**' })).toHaveLength(2)
  })

  it('leaves out the control API', async () => {
    const app = startApp()
    await app.call('GET', '/_mock/journal')
    await app.call('GET', '/_mock/health')
    await app.call('GET', '/_mock/nothing')
    expect(app.world.journal.find()).toEqual([])
  })

  it('drops the oldest entries, and cuts long bodies', async () => {
    const app = startApp({ journalEntries: 3 })
    const token = await app.clientToken(v2)
    for (const page of [1, 2, 3]) await app.call('GET', `/api/v2/banks?perPage=500&page=${page}`, { token })
    await app.call('POST', '/api/v2/users', { token, body: { id: 'a'.repeat(20_000) } })
    const entries = app.world.journal.find()
    expect(entries.map(({ id }) => id)).toEqual([3, 4, 5])
    expect(app.world.journal.dropped).toBe(2)
    const long = entries.at(-1)
    expect(long?.request.size).toBeGreaterThan(20_000)
    expect(JSON.stringify(long?.request.body).length).toBeLessThan(17_000)
    expect(startApp({ journalEntries: 0 }).world.journal.size).toBe(0)
    const pages = startApp()
    await pages.call('GET', '/api/v2/banks?perPage=500', { token: await pages.clientToken(v2) })
    const [page] = pages.world.journal.find({ operation: 'getAndSearchAllBanks' })
    expect(page?.response).toMatchObject({ truncated: true, body: expect.stringMatching(/^\{"banks":/) })
    expect(page?.response.size).toBeGreaterThan(16_384)
    expect(String(page?.response.body)).toHaveLength(16_384)
  })

  it('returns one entry, and nothing of another world', async () => {
    const app = startApp()
    app.worlds.create('mine')
    await app.call('GET', '/w/mine/api/v2/users')
    expect((await app.call('GET', '/w/mine/_mock/journal/1')).body).toMatchObject({ path: '/api/v2/users' })
    const missing = await app.call('GET', '/_mock/journal/1')
    expect([missing.status, missing.body.message]).toEqual([404, expect.stringContaining('no entry 1')])
    expect((await app.call('GET', '/_mock/journal?staus=200')).body).toMatchObject({ field: 'staus' })
    expect((await app.call('DELETE', '/w/mine/_mock/journal')).status).toBe(204)
    expect((await app.call('GET', '/w/mine/_mock/journal')).body).toEqual({ total: 0, dropped: 0, entries: [] })
  })

  it('finds a decoupled flow by any of its hashes', async () => {
    const { importBank, answer, world } = await startSession(v2)
    const first = challengeIn(await importBank(DECOUPLED)).hash
    const second = challengeIn(await answer(DECOUPLED, first, CHOSEN)).hash
    await answer(DECOUPLED, second, { decoupledCallback: true })
    expect(world.journal.find({ hash: first })).toHaveLength(3)
    expect(world.journal.find({ hash: second })).toHaveLength(2)
  })
})

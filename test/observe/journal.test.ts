import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  dialects,
  GUIDE,
  NO_SCA,
  readQuery,
  REDIRECT,
  SANDBOX,
  startApp,
  startSession,
  v1,
  v2,
  walkBankPage,
} from '../helpers/api-dialect.ts'
import { harSchema } from '../helpers/har-schema.ts'

const TAN = { twoStepProcedureId: 'DEMO-TSP-01' }

describe.each(dialects)('the journal in $version', (dialect) => {
  it('keeps an import with what decided each answer', async () => {
    const { importBank, answer, user, world } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(GUIDE, { 'X-Request-Id': 'mine' }))
    await answer(GUIDE, hash, TAN)
    await answer(GUIDE, hash, { ...TAN, challengeResponse: 'wrong' })
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

  it('holds no secret of any approach', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world, app, user } = session
    const pin = 'PIN-of-the-user'
    const login = { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' }
    await importBank({ ...GUIDE, login: { ...login, PIN: pin, Unknown: 'secret-of-unknown-label' } })
    await importBank({ bankId: 280002, redirectUrl: 'https://customer1.io', bankingUserId: 'x', bankingPin: pin })
    for (const twoStepProcedureId of ['DEMO-SMS', 'DEMO-CHIP-OPTICAL', 'DEMO-CHIP-QR']) {
      const { hash } = challengeIn(await importBank(SANDBOX))
      const challenge = challengeIn(await answer(SANDBOX, hash, { twoStepProcedureId }))
      expect(challenge.challengeMessage).toContain('123456')
      await answer(SANDBOX, hash, { twoStepProcedureId, challengeResponse: '654321' })
    }
    const redirected = challengeIn(await importBank(REDIRECT))
    const address = await walkBankPage(session, redirected.redirectUrl)
    const code = new URL(address).searchParams.get('code') ?? ''
    expect(code).not.toBe('')
    await answer(REDIRECT, redirected.hash, { redirectCallback: readQuery(address) })
    await app.call('GET', `${dialect.base}/users`, { token: 'token-of-nobody' })
    await app.requestToken(dialect, { grant_type: 'refresh_token', refresh_token: 'refresh-token-of-nobody' })
    await app.requestToken(dialect, { grant_type: 'refresh_token', refresh_token: user.refreshToken })
    await app.requestToken(dialect, { grant_type: 'password', username: user.id, password: 'password-of-nobody' })
    await app.send('POST', `${dialect.token}?client_secret=secret-in-query&password=password-in-query`)
    await importBank({ ...GUIDE, login }, { cookie: 'cookie=of-nobody' })
    const path = `${dialect.base}/bankConnections/import`
    await app.call('POST', path, { token: user.token, body: `{"pin":"pin-in-broken-json",` })
    await app.call('POST', path, { token: user.token, body: `pin-as-broken-json` })
    const text = JSON.stringify([world.journal.all(), world.journal.find(), world.journal.har()])
    const secrets = [
      ...[pin, 'secret-of-unknown-label', '123456', '654321', code, user.token, user.refreshToken, user.password],
      ...['mock-secret', 'token-of-nobody', 'refresh-token-of-nobody', 'password-of-nobody', 'of-nobody'],
      ...[
        'secret-in-query',
        'password-in-query',
        'pin-in-broken-json',
        'pin-as',
        '"demo_no_msa"},{"label":"PIN","value":"demo',
      ],
    ]
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    // Drawn and blinking TANs are TANs.
    const shown = world.journal.find({ status: 510 }).map(({ response }) => JSON.stringify(response.body))
    expect(shown.filter((body) => /"(photoTanData|opticalData)":"(?!\[redacted\])/.test(body))).toEqual([])
    expect(shown.filter((body) => /"(photoTanData|opticalData)":"\[redacted\]"/.test(body)).length).toBe(2)
    // What is no secret stays readable.
    expect(text).toContain('demo_no_msa')
    expect(text).toContain(redirected.redirectContext)
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
    const told = world.journal.find({ after: from }).map(({ refusedBy, operation, response, errorCodes }) => ({
      ...{ operation, status: response.status, stage: refusedBy?.stage, code: errorCodes[0] },
    }))
    expect(told).toEqual([
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
  it("tells what the user did at the bank's pages", async () => {
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

  it('is no part of itself', async () => {
    const app = startApp()
    await app.call('GET', '/_mock/journal')
    await app.call('GET', '/_mock/health')
    await app.call('GET', '/_mock/nothing')
    expect(app.world.journal.find()).toEqual([])
  })

  it('forgets the oldest, and cuts long bodies', async () => {
    const app = startApp({ journalEntries: 3 })
    const token = await app.clientToken(v2)
    for (const page of [1, 2, 3]) await app.call('GET', `/api/v2/banks?perPage=500&page=${page}`, { token })
    await app.call('POST', '/api/v2/users', { token, body: { id: 'a'.repeat(20_000) } })
    const entries = app.world.journal.find()
    expect(entries.map(({ id }) => id)).toEqual([3, 4, 5])
    expect(app.world.journal.forgotten).toBe(2)
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

  it.each([
    { filter: { method: 'DELETE' }, found: 0 },
    { filter: { path: '/api/*/bankConnections/*' }, found: 2 },
    { filter: { code: 'ADDITIONAL_AUTHENTICATION_REQUIRED' }, found: 1 },
    { filter: { version: 'v1' }, found: 0 },
    { filter: { from: '2026-03-10T10:00:05Z' }, found: 1 },
    { filter: { to: '2026-03-10T10:00:04Z', operation: 'importBankConnection' }, found: 1 },
    { filter: { requestId: 'second' }, found: 1 },
    { filter: { client: 'mock-client', status: 201 }, found: 2 },
  ])('finds $found of $filter', async ({ filter, found }) => {
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

  it('waits until an exchange comes, and says what nearly fitted where none does', async () => {
    const { importBank, world, app } = await startSession(v2)
    const filter = { operation: 'importBankConnection', status: 201 }
    const inCode = world.journal.waitFor(filter)
    const overHttp = app.call('GET', '/_mock/journal/wait?operation=importBankConnection&status=201&timeout=PT10S')
    await importBank(GUIDE)
    await importBank(NO_SCA)
    expect((await inCode).response.status).toBe(201)
    expect((await overHttp).body).toMatchObject({ id: (await inCode).id })
    expect((await world.journal.waitFor(filter)).id).toBe((await inCode).id)
    await expect(world.journal.waitFor({ ...filter, status: 422 }, { timeout: 0 })).rejects.toThrow(
      /^no exchange with operation importBankConnection and status 422 came within 0 ms; nearest misses:\n {2}#\d+ POST .* → 201: status is 201, not 422\n/,
    )
    const none = await app.call('GET', '/_mock/journal/wait?status=422&timeout=0')
    expect([none.status, none.body]).toEqual([400, expect.objectContaining({ field: 'timeout' })])
    const late = await app.call('GET', '/_mock/journal/wait?status=422&timeout=PT0S')
    expect([late.status, late.body.message]).toEqual([404, expect.stringContaining('status 422')])
  })

  it('verifies numbers and order with a readable difference', async () => {
    const { importBank, get, world, app } = await startSession(v2)
    await importBank(GUIDE)
    await importBank(NO_SCA)
    await get('/accounts')
    const of = { operation: 'importBankConnection' }
    expect(world.journal.verify({ atLeast: 2, of })).toMatchObject({ holds: true, difference: undefined })
    expect(world.journal.verify({ exactly: 1, of: { ...of, status: 201 } })).toMatchObject({ holds: true })
    expect(world.journal.verify({ exactly: 1, of }).difference).toMatch(
      /^expected exactly 1 exchange\(s\) with operation importBankConnection, but found 2\nfound:\n {2}#4 POST .* → 510 ADDITIONAL_AUTHENTICATION_REQUIRED\n {2}#5 POST .* → 201$/,
    )
    expect(world.journal.verify({ atLeast: 1, of: { ...of, status: 422 } }).difference).toContain(
      '#5 POST /api/v2/bankConnections/import → 201: status is 201, not 422',
    )
    const inOrder = [{ ...of, status: 510 }, { ...of, status: 201 }, { operation: 'getAndSearchAllAccounts' }]
    expect(world.journal.verify({ inOrder })).toEqual({ holds: true, difference: undefined, matched: [4, 5, 6] })
    const reversed = await app.call('POST', '/_mock/journal/verify', { body: { inOrder: inOrder.toReversed() } })
    expect([reversed.status, reversed.body.holds, reversed.body.matched]).toEqual([422, false, [6]])
    expect(reversed.body.difference).toContain('step 2 did not come after #6')
    expect(reversed.body.difference).toContain('it came earlier:\n  #5')
    expect((await app.call('POST', '/_mock/journal/verify', { body: { atLeast: 2, of } })).status).toBe(200)
    const wrong = await app.call('POST', '/_mock/journal/verify', { body: { inOrder: [{ stauts: 1 }] } })
    expect([wrong.status, wrong.body.field]).toEqual([400, 'inOrder.0.stauts'])
  })

  it('is exported as HAR 1.2', async () => {
    const session = await startSession(v1)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    await walkBankPage(session, redirectUrl)
    await session.answer(REDIRECT, hash, { redirectCallback: 'state=foreign' })
    session.world.faults.add({ kind: 'cut', at: 'before-headers' })
    await expect(session.get('/accounts?view=userView&ids=1')).rejects.toThrow('cut')
    const ajv = new Ajv({ strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile(harSchema)
    const har = (await session.app.call('GET', '/_mock/journal/har')).body
    expect(validate(har), JSON.stringify(validate.errors)).toBe(true)
    expect(har.log.entries).toHaveLength(session.world.journal.size)
    expect(har.log.entries.at(-1)).toMatchObject({
      request: {
        url: 'http://finapi-mock/api/v1/accounts?view=userView&ids=1',
        queryString: [{ name: 'view' }, { name: 'ids' }],
      },
      response: { status: 0 },
    })
  })

  it('shows one entry, and nothing of another world', async () => {
    const app = startApp()
    await app.call('GET', '/w/mine/api/v2/users')
    expect((await app.call('GET', '/w/mine/_mock/journal/1')).body).toMatchObject({ path: '/api/v2/users' })
    const missing = await app.call('GET', '/_mock/journal/1')
    expect([missing.status, missing.body.message]).toEqual([404, expect.stringContaining('no entry 1')])
    expect((await app.call('GET', '/_mock/journal?staus=200')).body).toMatchObject({ field: 'staus' })
    expect((await app.call('DELETE', '/w/mine/_mock/journal')).status).toBe(204)
    expect((await app.call('GET', '/w/mine/_mock/journal')).body).toEqual({ forgotten: 0, entries: [] })
  })

  it('follows a decoupled flow by any of its hashes', async () => {
    const { importBank, answer, world } = await startSession(v2)
    const first = challengeIn(await importBank(DECOUPLED)).hash
    const second = challengeIn(await answer(DECOUPLED, first, TAN)).hash
    await answer(DECOUPLED, second, { decoupledCallback: true })
    expect(world.journal.find({ hash: first })).toHaveLength(3)
    expect(world.journal.find({ hash: second })).toHaveLength(2)
  })
})

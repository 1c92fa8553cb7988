import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  DECOUPLED,
  DETAILED,
  dialects,
  GUIDE,
  type ImportFields,
  NO_SCA,
  REDIRECT,
  type Session,
  sessionOf,
  startSession,
  v1,
  v2,
  walkBankPage,
} from '../../helpers/api-dialect.ts'

const id = 'Onlinebanking-ID'
const nothingImported = async ({ get }: Session) => {
  expect((await get('/bankConnections')).body.connections).toEqual([])
  expect((await get('/accounts')).body.accounts).toEqual([])
}

describe.each(dialects)('refusals of an import in $version', (dialect) => {
  const credentials = (...pairs: [string, string][]): ImportFields => ({
    bankId: 280001,
    interface: 'XS2A',
    loginCredentials: pairs.map(([label, value]) => ({ label, value })),
  })

  it.each<{ given: string; request: ImportFields; status: number; code: string }>([
    { given: 'an unknown bank', request: { ...GUIDE, bankId: 1 }, status: 422, code: 'UNKNOWN_ENTITY' },
    {
      given: 'an interface that the bank has not',
      request: { ...GUIDE, interface: 'WEB_SCRAPER' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      given: 'an interface that there is not',
      request: { ...GUIDE, interface: 'EBICS' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { given: 'no PIN', request: credentials([id, 'demo']), status: 422, code: 'ILLEGAL_FIELD_VALUE' },
    {
      given: 'an unknown credential',
      request: credentials([id, 'demo'], ['PIN', '123456'], ['Geheimwort', 'x']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a credential with a control character',
      request: credentials([id, 'de\u0007mo'], ['PIN', '123456']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a repeated credential',
      request: credentials([id, 'demo'], ['PIN', '123456'], ['PIN', '123456']),
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'no redirectUrl for a redirect',
      request: { bankId: 280002, interface: 'XS2A', login: { [id]: 'demo' } },
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a redirectUrl that is a script',
      request: { ...REDIRECT, redirectUrl: 'javascript:alert(1)' },
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'no account references for a detailed consent',
      request: DETAILED,
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a foreign IBAN for a detailed consent',
      request: { ...DETAILED, accountReferences: [{ iban: 'DE89370400440532013000' }] },
      status: 422,
      code: 'ILLEGAL_FIELD_VALUE',
    },
    {
      given: 'a wrong login',
      request: { ...GUIDE, login: { [id]: 'demo', PIN: 'wrong' } },
      status: 422,
      code: 'BANK_SERVER_REJECTION',
    },
    {
      given: 'an account type that the bank does not deliver',
      request: { ...NO_SCA, accountTypes: ['Bausparen'] },
      status: 422,
      code: 'NO_ACCOUNTS_FOR_TYPE_LIST',
    },
    {
      given: '13 days for the download',
      request: { ...NO_SCA, maxDaysForDownload: 13 },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      given: 'a bank without a script',
      request: { bankId: 200015, interface: 'XS2A', login: { Anmeldename: 'demo', PIN: 'demo' } },
      status: 501,
      code: 'UNSUPPORTED_BANK',
    },
  ])('answers $status $code to $given', async ({ request, status, code }) => {
    const session = await startSession(dialect)
    const refused = await session.importBank(request)
    expect([refused.status, codeIn(refused)]).toEqual([status, code])
    await nothingImported(session)
  })

  it.each([
    { given: 'broken JSON', body: '{"bankId":', type: 'application/json', status: 400 },
    { given: 'a form', body: 'bankId=280001', type: 'application/x-www-form-urlencoded', status: 415 },
    { given: '2 MB', body: JSON.stringify({ name: 'x'.repeat(2 ** 21) }), type: 'application/json', status: 413 },
  ])('answers $status to $given', async ({ body, type, status }) => {
    const session = await startSession(dialect)
    const path = `${dialect.base}/bankConnections/import`
    const headers = { 'Content-Type': type }
    const refused = await session.app.call('POST', path, { body, headers, token: session.user.token })
    expect(refused.status).toBe(status)
    expect(codeIn(refused)).toBeDefined()
    await nothingImported(session)
  })

  it('refuses a field under the name that the other version has for it, and names it', async () => {
    const session = await startSession(dialect)
    const other = dialect.version === 'v1' ? 'bankingInterface' : 'interface'
    const body = { bankId: 280001, [dialect.interfaceField]: 'XS2A', [other]: 'XS2A', loginCredentials: [] }
    const path = `${dialect.base}/bankConnections/import`
    const refused = await session.app.call('POST', path, { body, token: session.user.token })
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].message).toContain(`'${other}'`)
  })

  it('imports exactly the account that a detailed consent names', async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const known = (await session.get('/accounts')).body.accounts.find((account: { iban?: string }) => account.iban)
    const request = { ...DETAILED, accountReferences: [{ iban: known.iban }] }
    const { hash } = challengeIn(await session.importBank(request))
    const imported = await session.answer(request, hash, { challengeResponse: '123456' })
    expect(imported.status).toBe(201)
    const accounts = (await session.get(`/accounts?bankConnectionIds=${imported.body.id}`)).body.accounts
    expect(accounts.map((account: { iban: string }) => account.iban)).toEqual([known.iban])
  })

  it('answers 422 to a wrong TAN and ends the flow', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    challengeIn(await session.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
    const wrong = await session.answer(GUIDE, hash, { challengeResponse: 'wrong' })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    const late = await session.answer(GUIDE, hash, { challengeResponse: 'demo' })
    expect([late.status, codeIn(late)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    await nothingImported(session)
  })

  it('answers 422 to an unknown procedure and keeps the flow', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const wrong = await session.answer(GUIDE, hash, { twoStepProcedureId: 'PIGEON' })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'INVALID_TWO_STEP_PROCEDURE'])
    const right = await session.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
    expect(challengeIn(right).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
  })

  it.each<{ given: string; use: (session: Session, hash: string) => Promise<unknown>; request?: ImportFields }>([
    { given: 'an invented hash', use: async () => 'f'.repeat(32) },
    {
      given: 'an expired hash',
      use: async ({ world }, hash) => {
        world.clock.advance(16 * 60_000)
        return hash
      },
    },
    {
      given: 'a hash with another login',
      use: async (_, hash) => hash,
      request: { ...GUIDE, login: { [id]: 'demo', PIN: 'demo' } },
    },
    { given: 'a hash with another bank', use: async (_, hash) => hash, request: DECOUPLED },
    {
      given: 'a hash with another interface',
      use: async (_, hash) => hash,
      request: { ...GUIDE, interface: 'FINTS_SERVER' },
    },
    {
      given: 'a used hash',
      use: async ({ answer }, hash) => {
        await answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
        expect((await answer(GUIDE, hash, { challengeResponse: 'demo' })).status).toBe(201)
        return hash
      },
    },
  ])('answers NO_EXISTING_CHALLENGE to $given', async ({ use, request = GUIDE }) => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const refused = await session.answer(request, String(await use(session, hash)), {
      twoStepProcedureId: 'DEMO-TSP-01',
    })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
  })

  it("refuses the hash of another user's flow, and of the other version's", async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const stranger = sessionOf(session.app, dialect, await session.app.newUser(dialect))
    const elsewhere = sessionOf(session.app, dialect === v1 ? v2 : v1, session.user)
    for (const other of [stranger, elsewhere]) {
      const refused = await other.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
      expect([refused.status, codeIn(refused)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    }
    challengeIn(await session.answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
  })

  it('refuses a callback with a foreign state and keeps the flow, but ends it with a wrong code', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl, redirectContext } = challengeIn(await session.importBank(REDIRECT))
    const address = new URL(await walkBankPage(session, redirectUrl))
    const code = address.searchParams.get('code')
    const foreign = await session.answer(REDIRECT, hash, { redirectCallback: `state=other&code=${code}` })
    expect([foreign.status, codeIn(foreign)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    const wrong = await session.answer(REDIRECT, hash, { redirectCallback: `state=${redirectContext}&code=wrong` })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    await nothingImported(session)
  })

  it('refuses to import the same connection again', async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const again = await session.importBank(NO_SCA)
    expect([again.status, codeIn(again)]).toEqual([422, 'ENTITY_EXISTS'])
    expect((await session.get('/bankConnections')).body.connections).toHaveLength(1)
  })
})

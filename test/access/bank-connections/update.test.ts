import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  DETAILED,
  type Dialect,
  dialects,
  GUIDE,
  type ImportFields,
  NO_SCA,
  ownBankOf,
  queryOf,
  REDIRECT,
  type Session,
  sessionOf,
  startSession,
  walkBankPage,
} from '../../helpers/api-dialect.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of both versions, read field by field
type Row = any

const DAY = 24 * 3_600_000
const READY = 2000
const TAN = { challengeResponse: '123456' }
const LOGIN = { 'Onlinebanking-ID': 'anyone', PIN: 'anything' }

/** A user whose connection to the scenario's own bank is complete. */
const start = async (dialect: Dialect, scenario: string, fields: ImportFields = {}) => {
  const session = await startSession(dialect)
  const request = { ...ownBankOf(session.app, scenario), ...fields }
  const first = await session.importBank(request)
  const last = first.status === 510 ? await session.answer(request, challengeIn(first).hash, TAN) : first
  if (last.status !== 201) throw new Error(`the import was answered with ${last.status}: ${last.text}`)
  session.world.clock.advance(READY)
  return { ...session, id: Number(last.body.id) }
}

const connectionOf = async ({ get }: Pick<Session, 'get'>, id: number): Promise<Row> =>
  (await get(`/bankConnections/${id}`)).body
const consentOf = async (session: Pick<Session, 'get'>, id: number): Promise<Row> =>
  (await connectionOf(session, id)).interfaces[0].aisConsent
const accountsOf = async ({ get }: Pick<Session, 'get'>): Promise<Row[]> => (await get('/accounts')).body.accounts
const countOf = async ({ get }: Pick<Session, 'get'>, query = ''): Promise<number> =>
  (await get(`/transactions?view=userView&${query}`)).body.paging.totalCount

describe.each(dialects)('an update in $version', (dialect) => {
  it('needs nobody while the consent is valid, and answers 200 with the busy connection', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const updated = await session.updateBank({ bankConnectionId: id })
    expect(updated.status).toBe(200)
    expect(updated.body).toMatchObject({ id, updateStatus: 'IN_PROGRESS', categorizationStatus: 'READY' })
    const busy = await accountsOf(session)
    expect(new Set(busy.map(({ interfaces }) => interfaces[0].status))).toEqual(new Set(['DOWNLOAD_IN_PROGRESS']))
    expect(busy.filter(({ balance }) => typeof balance !== 'number')).toEqual([])
    session.world.clock.advance(READY)
    expect(await connectionOf(session, id)).toMatchObject({ updateStatus: 'READY', categorizationStatus: 'READY' })
  })

  it('brings the bookings of the days since, once each', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const [before, balances] = [await countOf(session), (await accountsOf(session)).map(({ balance }) => balance)]
    await session.pass(10 * DAY)
    expect(await countOf(session)).toBe(before)
    await session.updateBank({ bankConnectionId: id })
    session.world.clock.advance(READY)
    const added = (await countOf(session)) - before
    expect(added).toBeGreaterThan(10)
    expect(await countOf(session, 'minImportDate=2026-03-20')).toBe(added)
    expect(await countOf(session, 'minBankBookingDate=2026-03-11')).toBe(added)
    expect((await accountsOf(session)).map(({ balance }) => balance)).not.toEqual(balances)
    expect(await countOf(session, 'isAdjustingEntry=true')).toBe(0)
    await session.updateBank({ bankConnectionId: id })
    session.world.clock.advance(READY)
    expect(await countOf(session)).toBe(before + added)
  })

  it('asks for 89 days at most, and makes up for a longer gap with an adjusting entry', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    await session.pass(200 * DAY)
    const login = { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' }
    const first = await session.updateBank({ bankConnectionId: id, login })
    expect(codeIn(first)).toBe('INVALID_CONSENT')
    const balance = async (account: Row) =>
      (await session.get(`/transactions?view=userView&accountIds=${account.id}`)).body.balance
    const before = await Promise.all(
      (await accountsOf(session)).map(async (account) => [account.balance, await balance(account)]),
    )
    await session.updateBank({ bankConnectionId: id, login })
    session.world.clock.advance(READY)
    // 200 days after 10 March is 26 September; 89 days, that one included, begin with 30 June.
    expect(await countOf(session, 'minBankBookingDate=2026-03-11&maxBankBookingDate=2026-06-29')).toBe(0)
    expect(await countOf(session, 'minBankBookingDate=2026-06-30')).toBeGreaterThan(100)
    expect(await countOf(session, 'isAdjustingEntry=true')).toBeGreaterThan(0)
    for (const [index, account] of (await accountsOf(session)).entries()) {
      const cents = (euros: number) => Math.round(euros * 100)
      const moved = cents(account.balance) - cents(before[index]?.[0])
      expect(cents(await balance(account)) - cents(before[index]?.[1])).toBe(moved)
      const isFixed = (await countOf(session, `isAdjustingEntry=true&accountIds=${account.id}`)) > 0
      expect(account.interfaces[0].status).toBe(isFixed ? 'UPDATED_FIXED' : 'UPDATED')
    }
  })

  it.each([
    { given: 'a connection that does not exist', change: { bankConnectionId: 1 }, refused: [404, 'UNKNOWN_ENTITY'] },
    {
      given: 'an interface that was not imported',
      change: { interface: 'FINTS_SERVER' },
      refused: [400, 'BAD_REQUEST'],
    },
    { given: 'an unknown label', change: { login: { Schuhgröße: '42' } }, refused: [422, 'ILLEGAL_FIELD_VALUE'] },
    {
      given: 'illegal characters',
      change: { login: { 'Onlinebanking-ID': 'a\u0000b' } },
      refused: [422, 'ILLEGAL_FIELD_VALUE'],
    },
    {
      given: 'a hash that nobody handed out',
      change: { multiStepAuthentication: { hash: 'a1'.repeat(16), challengeResponse: '1' } },
      refused: [422, 'NO_EXISTING_CHALLENGE'],
    },
  ])('refuses $given', async ({ change, refused }) => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const answer = await session.updateBank({ bankConnectionId: id, ...change })
    expect([answer.status, codeIn(answer)]).toEqual(refused)
    expect((await connectionOf(session, id)).updateStatus).toBe('READY')
  })

  it("does not know another user's connection", async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const other = sessionOf(session.app, dialect, await session.app.newUser(dialect))
    const answer = await other.updateBank({ bankConnectionId: id })
    expect([answer.status, codeIn(answer)]).toEqual([404, 'UNKNOWN_ENTITY'])
  })

  it('is locked while an import or update runs', async () => {
    const session = await startSession(dialect)
    const { id } = (await session.importBank(NO_SCA)).body
    const whileImporting = await session.updateBank({ bankConnectionId: id })
    expect([whileImporting.status, codeIn(whileImporting)]).toEqual([423, 'LOCKED'])
    session.world.clock.advance(READY)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(423)
    expect((await session.remove(`/bankConnections/${id}`)).status).toBe(423)
  })

  it('says once that the consent has expired, and then asks for a new one', async () => {
    const session = await start(dialect, 'consent-expired', { storeSecrets: true })
    const update = { bankConnectionId: session.id }
    const before = await consentOf(session, session.id)
    expect(before.status).toBe('PRESENT')
    const expired = await session.updateBank(update)
    expect([expired.status, codeIn(expired)]).toEqual([422, 'INVALID_CONSENT'])
    const gone = await consentOf(session, session.id)
    expect([gone.status, gone.expiresAt]).toEqual(['NOT_PRESENT', dialect.nothing])
    expect((await connectionOf(session, session.id)).interfaces[0].userActionRequired).toBe(true)
    const { hash } = challengeIn(await session.updateBank(update))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, ...TAN } })
    expect(done.status).toBe(200)
    expect(done.body.interfaces[0].aisConsent.status).toBe('PRESENT')
    session.world.clock.advance(READY)
    expect((await connectionOf(session, session.id)).interfaces[0].userActionRequired).toBe(false)
  })

  it('lasts 90 days without a word, reading changes nothing about it', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    await session.pass(90 * DAY - 5000)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    session.world.clock.advance(5000)
    const consent = await consentOf(session, id)
    expect(consent.status).toBe('PRESENT')
    expect(await consentOf(session, id)).toEqual(consent)
    expect(codeIn(await session.updateBank({ bankConnectionId: id }))).toBe('INVALID_CONSENT')
  })

  it('asks the user again after they revoked the consent', async () => {
    const session = await start(dialect, 'consent-revoked', { storeSecrets: true })
    expect((await consentOf(session, session.id)).status).toBe('PRESENT')
    session.world.clock.advance(3000)
    expect((await consentOf(session, session.id)).status).toBe('NOT_PRESENT')
    const { hash } = challengeIn(await session.updateBank({ bankConnectionId: session.id }))
    const multiStepAuthentication = { hash, ...TAN }
    expect((await session.updateBank({ bankConnectionId: session.id, multiStepAuthentication })).status).toBe(200)
    session.world.clock.advance(4999)
    expect((await consentOf(session, session.id)).status).toBe('PRESENT')
    session.world.clock.advance(1)
    expect((await consentOf(session, session.id)).status).toBe('NOT_PRESENT')
  })

  it('needs the credentials that are not stored once the consent is gone', async () => {
    const session = await start(dialect, 'consent-revoked')
    session.world.clock.advance(3000)
    const update = { bankConnectionId: session.id }
    const refused = await session.updateBank(update)
    expect([refused.status, codeIn(refused)]).toEqual([422, 'MISSING_FIELD'])
    expect(refused.body.errors[0].message).toContain('PIN')
    const given = { ...update, login: { PIN: 'anything' }, storeSecrets: true }
    const { hash } = challengeIn(await session.updateBank(given))
    const done = await session.updateBank({ ...given, multiStepAuthentication: { hash, ...TAN } })
    expect(done.status).toBe(200)
    const fields = done.body.interfaces[0].loginCredentials
    expect(fields).toEqual([
      { label: 'Onlinebanking-ID', value: 'anyone' },
      { label: 'PIN', value: 'XXXXX' },
    ])
  })

  it('goes through authentication where the bank wants it at every update', async () => {
    const session = await start(dialect, 'update-needs-sca')
    const update = { bankConnectionId: session.id, login: LOGIN }
    const { hash, status } = challengeIn(await session.updateBank(update))
    expect(status).toBe('CHALLENGE_RESPONSE_REQUIRED')
    const wrong = await session.updateBank({
      ...update,
      multiStepAuthentication: { hash, challengeResponse: 'wrong' },
    })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await connectionOf(session, session.id)).interfaces[0]).toMatchObject({
      lastManualUpdate: { result: 'BANK_SERVER_REJECTION', errorMessage: 'Die eingegebene TAN ist falsch.' },
      userActionRequired: true,
    })
    const again = challengeIn(await session.updateBank(update)).hash
    const right = await session.updateBank({ ...update, multiStepAuthentication: { hash: again, ...TAN } })
    expect(right.status).toBe(200)
    const used = await session.updateBank({ ...update, multiStepAuthentication: { hash: again, ...TAN } })
    expect(used.status).toBe(423)
    session.world.clock.advance(READY)
    const late = await session.updateBank({ ...update, multiStepAuthentication: { hash: again, ...TAN } })
    expect([late.status, codeIn(late)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
  })

  it("is not continued by an import's hash, nor an import by an update's", async () => {
    const session = await start(dialect, 'consent-expired', { storeSecrets: true })
    const update = { bankConnectionId: session.id }
    await session.updateBank(update)
    const ofUpdate = challengeIn(await session.updateBank(update)).hash
    const request = ownBankOf(session.app, 'consent-expired')
    const crossed = await session.answer(request, ofUpdate, TAN)
    expect([crossed.status, codeIn(crossed)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    const other = { ...request, login: { ...LOGIN, 'Onlinebanking-ID': 'someone' } }
    const ofImport = challengeIn(await session.importBank(other)).hash
    const refused = await session.updateBank({ ...update, multiStepAuthentication: { hash: ofImport, ...TAN } })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    expect((await session.updateBank({ ...update, multiStepAuthentication: { hash: ofUpdate, ...TAN } })).status).toBe(
      200,
    )
  })

  it('wants to know where to redirect to, and goes there when the consent is gone', async () => {
    const session = await startSession(dialect)
    const first = challengeIn(await session.importBank(REDIRECT))
    const address = await walkBankPage(session, first.redirectUrl)
    const imported = await session.answer(REDIRECT, first.hash, { redirectCallback: queryOf(address) })
    await session.pass(91 * DAY)
    const update = { bankConnectionId: imported.body.id, redirectUrl: 'https://customer1.io/' }
    const without = await session.updateBank({ bankConnectionId: imported.body.id })
    expect([without.status, codeIn(without)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    expect(codeIn(await session.updateBank(update))).toBe('INVALID_CONSENT')
    const { hash, redirectUrl } = challengeIn(await session.updateBank(update))
    const redirectCallback = queryOf(await walkBankPage(session, redirectUrl))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, redirectCallback } })
    expect(done.status).toBe(200)
  })

  it('ignores wrong secrets of the demo connection', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const login = { PIN: 'wrong' }
    expect((await session.updateBank({ bankConnectionId: id, login, skipPositionsDownload: true })).status).toBe(200)
    await session.pass(DAY)
    expect((await connectionOf(session, id)).interfaces[0].lastManualUpdate.result).toBe('OK')
  })

  it('asks somebody else to log in, whatever consent there is', async () => {
    const own = await start(dialect, 'consent-revoked')
    const { hash } = challengeIn(await own.updateBank({ bankConnectionId: own.id, login: { ...LOGIN, PIN: 'other' } }))
    const login = { ...LOGIN, PIN: 'other' }
    const multiStepAuthentication = { hash, ...TAN }
    expect((await own.updateBank({ bankConnectionId: own.id, login, multiStepAuthentication })).status).toBe(200)
    own.world.clock.advance(READY)
    expect((await own.importBank({ ...ownBankOf(own.app, 'consent-revoked'), login })).status).toBe(422)
  })

  it('keeps an account that the bank no longer has, as DEPRECATED', async () => {
    const session = await start(dialect, 'account-disappears')
    const before = await accountsOf(session)
    await session.updateBank({ bankConnectionId: session.id })
    session.world.clock.advance(READY)
    const after = await accountsOf(session)
    expect(after.map(({ accountName, interfaces }) => [accountName, interfaces[0].status])).toEqual([
      ['Gehaltskonto', 'UPDATED'],
      ['Freizeitkonto', 'DEPRECATED'],
      ['Sabbatical', 'UPDATED'],
    ])
    expect(after[1].balance).toBe(before[1].balance)
    expect(after[1].interfaces[0].lastSuccessfulUpdate).toBe(before[1].interfaces[0].lastSuccessfulUpdate)
    if (dialect.version === 'v1') expect(after[1].status).toBe('DEPRECATED')
  })

  it('brings a new account only where the client asks for new ones', async () => {
    const session = await start(dialect, 'account-appears')
    const update = { bankConnectionId: session.id }
    const names = async () => (await accountsOf(session)).map(({ accountName }) => accountName)
    await session.updateBank(update)
    session.world.clock.advance(READY)
    expect(await names()).toEqual(['Gehaltskonto'])
    await session.updateBank({ ...update, importNewAccounts: true, accountTypes: ['CreditCard'] })
    session.world.clock.advance(READY)
    expect(await names()).toEqual(['Gehaltskonto'])
    const found = await session.updateBank({ ...update, importNewAccounts: true, accountTypes: ['Savings'] })
    expect(found.body.accountIds).toHaveLength(2)
    session.world.clock.advance(READY)
    expect(await names()).toEqual(['Gehaltskonto', 'Sabbatical'])
    const [, added] = await accountsOf(session)
    expect([added.isNew, added.interfaces[0].status, typeof added.balance]).toEqual([true, 'UPDATED', 'number'])
    expect(await countOf(session, `accountIds=${added.id}&maxBankBookingDate=2025-12-11`)).toBe(0)
  })

  it('leaves the accounts as they were when its download fails', async () => {
    const session = await start(dialect, 'update-fails')
    const [before] = await accountsOf(session)
    const count = await countOf(session)
    await session.pass(5 * DAY)
    expect((await session.updateBank({ bankConnectionId: session.id })).status).toBe(200)
    session.world.clock.advance(READY)
    expect((await connectionOf(session, session.id)).interfaces[0]).toMatchObject({
      lastManualUpdate: {
        result: 'INTERNAL_SERVER_ERROR',
        errorMessage: "The bank's server did not answer in time.",
        errorType: 'TECHNICAL',
      },
      userActionRequired: false,
    })
    const [after] = await accountsOf(session)
    expect(after.interfaces[0].status).toBe('DOWNLOAD_FAILED')
    expect(after.interfaces[0].lastSuccessfulUpdate).toBe(before.interfaces[0].lastSuccessfulUpdate)
    expect(after.interfaces[0].lastUpdateAttempt).not.toBe(before.interfaces[0].lastUpdateAttempt)
    expect([after.balance, await countOf(session)]).toEqual([before.balance, count])
  })

  it('brings balances alone where positions are skipped, and the positions later', async () => {
    const session = await start(dialect, 'account-disappears')
    const before = await countOf(session)
    const [{ balance }] = await accountsOf(session)
    await session.pass(20 * DAY)
    await session.updateBank({ bankConnectionId: session.id, skipPositionsDownload: true })
    session.world.clock.advance(1000)
    expect(await connectionOf(session, session.id)).toMatchObject({
      updateStatus: 'READY',
      categorizationStatus: 'READY',
    })
    expect(await countOf(session)).toBe(before)
    expect((await accountsOf(session))[0].balance).not.toBe(balance)
    await session.updateBank({ bankConnectionId: session.id })
    session.world.clock.advance(READY)
    expect(await countOf(session, 'minBankBookingDate=2026-03-11')).toBe((await countOf(session)) - before)
    expect(await countOf(session, 'isAdjustingEntry=true')).toBe(0)
  })

  it('shares known accounts without being told, new ones only by their IBANs', async () => {
    const session = await startSession(dialect)
    const iban = session.world.library.ibansOf(session.world.library.scenario('detailed-consent'))[0]
    const request = { ...DETAILED, accountReferences: [{ iban }], storeSecrets: true }
    const { hash } = challengeIn(await session.importBank(request))
    const { id } = (await session.answer(request, hash, TAN)).body
    session.world.clock.advance(READY)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    session.world.clock.advance(READY)
    const uncovered = await session.updateBank({ bankConnectionId: id, importNewAccounts: true })
    expect([uncovered.status, codeIn(uncovered)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    await session.pass(90 * DAY)
    expect(codeIn(await session.updateBank({ bankConnectionId: id }))).toBe('INVALID_CONSENT')
    const unnamed = await session.updateBank({ bankConnectionId: id, importNewAccounts: true })
    expect([unnamed.status, codeIn(unnamed)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    expect(challengeIn(await session.updateBank({ bankConnectionId: id })).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
  })

  it('asks for authentication at each update where there are no consents', async () => {
    const session = await startSession(dialect)
    const request = {
      ...GUIDE,
      interface: 'FINTS_SERVER',
      login: { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' },
    }
    const { body } = await session.importBank(request)
    session.world.clock.advance(READY)
    expect((await connectionOf(session, body.id)).interfaces[0].aisConsent).toBe(dialect.nothing)
    const updated = await session.updateBank({ bankConnectionId: body.id, interface: 'FINTS_SERVER' })
    expect(updated.status).toBe(200)
  })
})

describe('an update in the older words of v1', () => {
  const [dialect] = dialects.filter(({ version }) => version === 'v1')
  if (dialect === undefined) throw new Error('there is a v1')

  it('takes a PIN and an answer from the fields that came before', async () => {
    const session = await start(dialect, 'consent-revoked')
    session.world.clock.advance(3000)
    const send = (fields: object) =>
      session.app.call('POST', '/api/v1/bankConnections/update', {
        token: session.user.token,
        body: { bankConnectionId: session.id, ...fields },
      })
    expect(codeIn(await send({}))).toBe('MISSING_FIELD')
    expect(challengeIn(await send({ bankingPin: 'anything' })).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
    const done = await send({ bankingPin: 'anything', storePin: true, challengeResponse: '123456' })
    expect(done.status).toBe(200)
    expect(done.body.interfaces[0].loginCredentials[1]).toEqual({ label: 'PIN', value: 'XXXXX' })
  })
})

import { describe, expect, it } from 'vitest'
import {
  ANY_LOGIN,
  challengeIn,
  codeIn,
  type Dialect,
  dialects,
  GUIDE,
  type ImportFields,
  importAtOwnBank,
  READY,
  requestAtOwnBank,
  type Session,
  startSession,
  TAN,
} from '../../helpers/api-dialect.ts'
import { type Row, readConnection } from '../../helpers/read-data.ts'

/** A session with a complete connection to the scenario's own bank. */
const start = async (dialect: Dialect, scenario: string, fields: ImportFields = {}) => {
  const session = await startSession(dialect)
  const id = await importAtOwnBank(session, scenario, fields)
  session.world.clock.advance(READY)
  return { ...session, id }
}

const readConsent = async (session: Pick<Session, 'get'>, id: number): Promise<Row> =>
  (await readConnection(session, id)).interfaces[0].aisConsent

describe.each(dialects)('the consent of a connection in $version', (dialect) => {
  it('lasts 90 days, and reading it changes nothing', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    await session.pass('P89DT23H59M55S')
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    session.world.clock.advance('PT5S')
    const consent = await readConsent(session, id)
    expect(consent.status).toBe('PRESENT')
    expect(await readConsent(session, id)).toEqual(consent)
    expect(codeIn(await session.updateBank({ bankConnectionId: id }))).toBe('INVALID_CONSENT')
  })

  it('is reported as expired once, and the next update asks for a new one', async () => {
    const session = await start(dialect, 'consent-expired', { storeSecrets: true })
    const update = { bankConnectionId: session.id }
    expect((await readConsent(session, session.id)).status).toBe('PRESENT')
    const expired = await session.updateBank(update)
    expect([expired.status, codeIn(expired)]).toEqual([422, 'INVALID_CONSENT'])
    const gone = await readConsent(session, session.id)
    expect([gone.status, gone.expiresAt]).toEqual(['NOT_PRESENT', dialect.nothing])
    expect((await readConnection(session, session.id)).interfaces[0].userActionRequired).toBe(true)
    const { hash } = challengeIn(await session.updateBank(update))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, challengeResponse: TAN } })
    expect(done.status).toBe(200)
    expect(done.body.interfaces[0].aisConsent.status).toBe('PRESENT')
    session.world.clock.advance(READY)
    expect((await readConnection(session, session.id)).interfaces[0].userActionRequired).toBe(false)
  })

  it('is asked for again after the PSU revoked it', async () => {
    const session = await start(dialect, 'consent-revoked', { storeSecrets: true })
    const update = { bankConnectionId: session.id }
    expect((await readConsent(session, session.id)).status).toBe('PRESENT')
    session.world.clock.advance('PT3S')
    expect((await readConsent(session, session.id)).status).toBe('NOT_PRESENT')
    const { hash } = challengeIn(await session.updateBank(update))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, challengeResponse: TAN } })
    expect(done.status).toBe(200)
    session.world.clock.advance(4999)
    expect((await readConsent(session, session.id)).status).toBe('PRESENT')
    session.world.clock.advance(1)
    expect((await readConsent(session, session.id)).status).toBe('NOT_PRESENT')
  })

  it('can only be renewed with the credentials, where they are not stored', async () => {
    const session = await start(dialect, 'consent-revoked')
    session.world.clock.advance('PT3S')
    const update = { bankConnectionId: session.id }
    const refused = await session.updateBank(update)
    expect([refused.status, codeIn(refused)]).toEqual([422, 'MISSING_FIELD'])
    expect(refused.body.errors[0].message).toContain('PIN')
    const given = { ...update, login: { PIN: 'anything' }, storeSecrets: true }
    const { hash } = challengeIn(await session.updateBank(given))
    const done = await session.updateBank({ ...given, multiStepAuthentication: { hash, challengeResponse: TAN } })
    expect(done.status).toBe(200)
    expect(done.body.interfaces[0].loginCredentials).toEqual([
      { label: 'Onlinebanking-ID', value: 'anyone' },
      { label: 'PIN', value: 'XXXXX' },
    ])
  })

  it('is not enough for an update with other credentials', async () => {
    const session = await start(dialect, 'consent-revoked')
    const login = { ...ANY_LOGIN, PIN: 'other' }
    const update = { bankConnectionId: session.id, login }
    const { hash } = challengeIn(await session.updateBank(update))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, challengeResponse: TAN } })
    expect(done.status).toBe(200)
    session.world.clock.advance(READY)
    const request = await requestAtOwnBank(session.app, 'consent-revoked')
    expect(codeIn(await session.importBank({ ...request, login }))).toBe('ENTITY_EXISTS')
  })

  it('spares the demo connection from a wrong PIN', async () => {
    const session = await startSession(dialect)
    const id = await session.importReady()
    const update = { bankConnectionId: id, login: { PIN: 'wrong' }, skipPositionsDownload: true }
    expect((await session.updateBank(update)).status).toBe(200)
    await session.pass('P1D')
    expect((await readConnection(session, id)).interfaces[0].lastManualUpdate.result).toBe('OK')
  })

  it('does not exist at an interface without consents', async () => {
    const session = await startSession(dialect)
    const login = { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' }
    const { body } = await session.importBank({ ...GUIDE, interface: 'FINTS_SERVER', login })
    session.world.clock.advance(READY)
    expect(await readConsent(session, body.id)).toBe(dialect.nothing)
    const updated = await session.updateBank({ bankConnectionId: body.id, interface: 'FINTS_SERVER' })
    expect(updated.status).toBe(200)
  })
})

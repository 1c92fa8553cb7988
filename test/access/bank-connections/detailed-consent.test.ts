import { describe, expect, it } from 'vitest'
import { challengeIn, codeIn, DETAILED, dialects, READY, startSession, TAN } from '../../helpers/api-dialect.ts'
import { readAccounts } from '../../helpers/read-data.ts'

describe.each(dialects)('a detailed consent in $version', (dialect) => {
  /** A session and the IBANs of the persona that the bank with detailed consents shares with another one. */
  const start = async () => {
    const session = await startSession(dialect)
    await session.importReady()
    const ibans = (await readAccounts(session)).flatMap(({ iban }) => iban ?? [])
    return { ...session, ibans }
  }

  it('imports exactly the account that it names', async () => {
    const session = await start()
    const request = { ...DETAILED, accountReferences: [{ iban: session.ibans[0] }] }
    const { hash } = challengeIn(await session.importBank(request))
    const imported = await session.answer(request, hash, { challengeResponse: TAN })
    expect(imported.status).toBe(201)
    const { accounts } = (await session.get(`/accounts?bankConnectionIds=${imported.body.id}`)).body
    expect(accounts.map(({ iban }: { iban: string }) => iban)).toEqual([session.ibans[0]])
  })

  it.each([
    { given: 'no account references', request: DETAILED },
    { given: 'a foreign IBAN', request: { ...DETAILED, accountReferences: [{ iban: 'DE89370400440532013000' }] } },
  ])('is refused with $given', async ({ request }) => {
    const session = await startSession(dialect)
    const refused = await session.importBank(request)
    expect([refused.status, codeIn(refused)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    expect((await session.get('/bankConnections')).body.connections).toEqual([])
  })

  it('covers known accounts at an update, and new ones only by their IBANs', async () => {
    const session = await start()
    const request = { ...DETAILED, accountReferences: [{ iban: session.ibans[0] }], storeSecrets: true }
    const { hash } = challengeIn(await session.importBank(request))
    const { id } = (await session.answer(request, hash, { challengeResponse: TAN })).body
    session.world.clock.advance(READY)
    expect((await session.updateBank({ bankConnectionId: id })).status).toBe(200)
    session.world.clock.advance(READY)
    const uncovered = await session.updateBank({ bankConnectionId: id, importNewAccounts: true })
    expect([uncovered.status, codeIn(uncovered)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    await session.pass('P90D')
    expect(codeIn(await session.updateBank({ bankConnectionId: id }))).toBe('INVALID_CONSENT')
    const unnamed = await session.updateBank({ bankConnectionId: id, importNewAccounts: true })
    expect([unnamed.status, codeIn(unnamed)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    expect(challengeIn(await session.updateBank({ bankConnectionId: id })).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
  })
})

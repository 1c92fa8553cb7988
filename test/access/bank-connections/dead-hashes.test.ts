import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  DECOUPLED,
  dialects,
  GUIDE,
  type ImportFields,
  importAtOwnBank,
  openSession,
  requestAtOwnBank,
  type Session,
  startSession,
  TAN,
  v1,
  v2,
} from '../../helpers/api-dialect.ts'

const CHOSEN = { twoStepProcedureId: 'DEMO-TSP-01' }
const DEAD = [422, 'NO_EXISTING_CHALLENGE']

describe.each(dialects)('NO_EXISTING_CHALLENGE in $version', (dialect) => {
  it.each<{ given: string; use?: (session: Session, hash: string) => unknown; request?: ImportFields }>([
    { given: 'an invented hash', use: () => 'f'.repeat(32) },
    { given: 'an expired hash', use: ({ world }) => world.clock.advance('PT16M') },
    { given: 'a hash with another login', request: { ...GUIDE, login: { 'Onlinebanking-ID': 'demo', PIN: 'demo' } } },
    { given: 'a hash with another bank', request: DECOUPLED },
    { given: 'a hash with another interface', request: { ...GUIDE, interface: 'FINTS_SERVER' } },
    {
      given: 'a used hash',
      use: async ({ answer }, hash) => {
        await answer(GUIDE, hash, CHOSEN)
        expect((await answer(GUIDE, hash, { challengeResponse: 'demo' })).status).toBe(201)
      },
    },
  ])('is the code for $given', async ({ use, request = GUIDE }) => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const other = await use?.(session, hash)
    const refused = await session.answer(request, typeof other === 'string' ? other : hash, CHOSEN)
    expect([refused.status, codeIn(refused)]).toEqual(DEAD)
  })

  it("is the code for the hash of another user's flow, and of the other version's", async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(GUIDE))
    const stranger = openSession(session.app, dialect, await session.app.newUser(dialect))
    const elsewhere = openSession(session.app, dialect === v1 ? v2 : v1, session.user)
    for (const other of [stranger, elsewhere]) {
      const refused = await other.answer(GUIDE, hash, CHOSEN)
      expect([refused.status, codeIn(refused)]).toEqual(DEAD)
    }
    challengeIn(await session.answer(GUIDE, hash, CHOSEN))
  })

  it("is the code for an update's hash in an import, and for an import's hash in an update", async () => {
    const session = await startSession(dialect)
    const bankConnectionId = await importAtOwnBank(session, 'consent-expired', { storeSecrets: true })
    session.world.clock.advance('PT2S')
    await session.updateBank({ bankConnectionId })
    const updating = challengeIn(await session.updateBank({ bankConnectionId })).hash
    const request = await requestAtOwnBank(session.app, 'consent-expired')
    const crossed = await session.answer(request, updating, { challengeResponse: TAN })
    expect([crossed.status, codeIn(crossed)]).toEqual(DEAD)
    const someoneElse = { ...request, login: { 'Onlinebanking-ID': 'someone', PIN: 'anything' } }
    const importing = challengeIn(await session.importBank(someoneElse)).hash
    const update = (hash: string) =>
      session.updateBank({ bankConnectionId, multiStepAuthentication: { hash, challengeResponse: TAN } })
    const refused = await update(importing)
    expect([refused.status, codeIn(refused)]).toEqual(DEAD)
    expect((await update(updating)).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import {
  ANY_LOGIN,
  challengeIn,
  codeIn,
  dialects,
  importAtOwnBank,
  READY,
  REDIRECT,
  readQuery,
  startSession,
  TAN,
  v1,
  walkBankPage,
} from '../../helpers/api-dialect.ts'
import { readConnection } from '../../helpers/read-data.ts'

describe.each(dialects)('the authentication of an update in $version', (dialect) => {
  it('is asked for at every update where the scenario says so', async () => {
    const session = await startSession(dialect)
    const id = await importAtOwnBank(session, 'update-needs-sca')
    session.world.clock.advance(READY)
    const update = { bankConnectionId: id, login: ANY_LOGIN }
    const sendTan = (hash: string, challengeResponse = TAN) =>
      session.updateBank({ ...update, multiStepAuthentication: { hash, challengeResponse } })
    const { hash, status } = challengeIn(await session.updateBank(update))
    expect(status).toBe('CHALLENGE_RESPONSE_REQUIRED')
    const wrong = await sendTan(hash, 'wrong')
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await readConnection(session, id)).interfaces[0]).toMatchObject({
      lastManualUpdate: { result: 'BANK_SERVER_REJECTION', errorMessage: 'Die eingegebene TAN ist falsch.' },
      userActionRequired: true,
    })
    const again = challengeIn(await session.updateBank(update)).hash
    expect((await sendTan(again)).status).toBe(200)
    expect((await sendTan(again)).status).toBe(423)
    session.world.clock.advance(READY)
    const late = await sendTan(again)
    expect([late.status, codeIn(late)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
  })

  it('redirects to the bank once the consent has expired, if there is a redirectUrl', async () => {
    const session = await startSession(dialect)
    const first = challengeIn(await session.importBank(REDIRECT))
    const url = await walkBankPage(session, first.redirectUrl)
    const imported = await session.answer(REDIRECT, first.hash, { redirectCallback: readQuery(url) })
    await session.pass('P91D')
    const update = { bankConnectionId: imported.body.id, redirectUrl: 'https://customer1.io/' }
    const without = await session.updateBank({ bankConnectionId: imported.body.id })
    expect([without.status, codeIn(without)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    expect(codeIn(await session.updateBank(update))).toBe('INVALID_CONSENT')
    const { hash, redirectUrl } = challengeIn(await session.updateBank(update))
    const redirectCallback = readQuery(await walkBankPage(session, redirectUrl))
    const done = await session.updateBank({ ...update, multiStepAuthentication: { hash, redirectCallback } })
    expect(done.status).toBe(200)
  })
})

it('takes the PIN and the TAN from the older fields of v1 too', async () => {
  const session = await startSession(v1)
  const bankConnectionId = await importAtOwnBank(session, 'consent-revoked')
  session.world.clock.advance('PT5S')
  const update = (fields: object) => session.post('/bankConnections/update', { bankConnectionId, ...fields })
  expect(codeIn(await update({}))).toBe('MISSING_FIELD')
  expect(challengeIn(await update({ bankingPin: 'anything' })).status).toBe('CHALLENGE_RESPONSE_REQUIRED')
  const done = await update({ bankingPin: 'anything', storePin: true, challengeResponse: TAN })
  expect(done.status).toBe(200)
  expect(done.body.interfaces[0].loginCredentials[1]).toEqual({ label: 'PIN', value: 'XXXXX' })
})

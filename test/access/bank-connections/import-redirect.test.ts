import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  dialects,
  REDIRECT,
  readQuery,
  startSession,
  walkBankPage,
} from '../../helpers/api-dialect.ts'
import { expectedChallenge, HASH } from './expected-challenge.ts'

describe.each(dialects)('an import with the redirect approach in $version', (dialect) => {
  it('sends the PSU to the bank and imports when they come back, as in the guide', async () => {
    const session = await startSession(dialect)
    const first = challengeIn(await session.importBank(REDIRECT))
    expect(first).toEqual(
      expectedChallenge(dialect, {
        hash: HASH,
        status: 'REDIRECT_REQUIRED',
        redirectUrl: expect.stringContaining(`?state=${first.redirectContext}`),
        redirectContext: expect.stringMatching(/^[0-9a-f-]{36}$/),
        redirectContextField: 'state',
      }),
    )
    const url = await walkBankPage(session, first.redirectUrl)
    expect(url).toMatch(/^https:\/\/customer1\.io\/?\?/)
    expect(new URL(url).searchParams.get('state')).toBe(first.redirectContext)
    const last = await session.answer(REDIRECT, first.hash, { redirectCallback: readQuery(url) })
    expect(last.status).toBe(201)
  })

  it('keeps the query and the fragment of the redirectUrl', async () => {
    const session = await startSession(dialect)
    const request = { ...REDIRECT, redirectUrl: 'https://app.example/cb?tenant=7&next=%2Fhome#banks' }
    const { hash, redirectUrl } = challengeIn(await session.importBank(request))
    const url = new URL(await walkBankPage(session, redirectUrl))
    expect(url.searchParams.get('tenant')).toBe('7')
    expect(url.searchParams.get('next')).toBe('/home')
    expect(url.hash).toBe('#banks')
    const imported = await session.answer(request, hash, { redirectCallback: readQuery(url.href) })
    expect(imported.status).toBe(201)
  })

  it('is rejected by the bank after the PSU cancelled', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    const url = await walkBankPage(session, redirectUrl, 'cancel')
    const refused = await session.answer(REDIRECT, hash, { redirectCallback: readQuery(url) })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await session.get('/bankConnections')).body.connections).toEqual([])
  })

  it('goes on after a callback with a foreign state, and ends with a wrong code', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl, redirectContext } = challengeIn(await session.importBank(REDIRECT))
    const code = new URL(await walkBankPage(session, redirectUrl)).searchParams.get('code')
    const foreign = await session.answer(REDIRECT, hash, { redirectCallback: `state=other&code=${code}` })
    expect([foreign.status, codeIn(foreign)]).toEqual([422, 'ILLEGAL_FIELD_VALUE'])
    const wrong = await session.answer(REDIRECT, hash, { redirectCallback: `state=${redirectContext}&code=wrong` })
    expect([wrong.status, codeIn(wrong)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    const late = await session.answer(REDIRECT, hash, { redirectCallback: `state=${redirectContext}&code=${code}` })
    expect([late.status, codeIn(late)]).toEqual([422, 'NO_EXISTING_CHALLENGE'])
    expect((await session.get('/bankConnections')).body.connections).toEqual([])
  })
})

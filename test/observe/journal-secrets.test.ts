import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  dialects,
  GUIDE,
  REDIRECT,
  readQuery,
  SANDBOX,
  startSession,
  walkBankPage,
} from '../helpers/api-dialect.ts'

describe.each(dialects)('the journal in $version', (dialect) => {
  it('contains no secret of any approach', async () => {
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
    const text = JSON.stringify([world.journal.find(), world.journal.har()])
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
    // Everything else stays readable.
    expect(text).toContain('demo_no_msa')
    expect(text).toContain(redirected.redirectContext)
  })
})

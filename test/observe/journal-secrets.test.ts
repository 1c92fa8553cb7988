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

  it('contains no secret that was sent under another name or in another shape', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world, app, user } = session
    const path = `${dialect.base}/bankConnections/import`
    const secret = 'c4n4ry'
    const names = ['Password', 'PASSWORD', 'passwort', 'Kennwort', 'bankingPIN', 'tan', 'challengeresponse', 'id_token']
    const bodies = [
      ...names.map((name) => ({ [name]: secret })),
      { loginCredentials: [{ label: 'PIN', Value: secret }] },
      { loginCredentials: [{ Label: 'PIN', value: secret }] },
      { loginCredentials: { PIN: secret } },
      { multiStepAuthentication: { challengeRespones: secret } },
      { multiStepAuthentication: JSON.stringify({ challengeResponse: secret }) },
    ]
    for (const body of bodies) {
      await app.call('POST', path, { token: user.token, body: JSON.stringify({ bankId: 280001, ...body }) })
      await app.call('POST', `${dialect.base}/users`, { token: user.token, body: JSON.stringify(body) })
    }
    for (const name of ['Client_Secret', 'client-secret', 'clientsecret', 'id_token', 'CODE', 'client%5Fsecret']) {
      await app.send('POST', `${dialect.token}?${name}=${secret}`)
      await app.requestToken(dialect, { grant_type: 'password', username: user.id, [name]: secret })
    }
    for (const name of ['x-api-key', 'x-access-token', 'psu-pin']) {
      await app.call('GET', `${dialect.base}/banks`, { token: user.token, headers: { [name]: secret } })
    }
    const { hash, redirectUrl } = challengeIn(await importBank(REDIRECT))
    for (const callback of [
      `code%3D${secret}%26state%3D1`,
      JSON.stringify({ code: secret, state: '1' }),
      `co%64e=${secret}&state=1`,
      `CODE=${secret}&state=1`,
      `https://customer1.io/?code=${secret}`,
    ]) {
      await answer(REDIRECT, hash, { redirectCallback: callback })
    }
    const page = new URL(redirectUrl)
    await app.send('POST', page.pathname + page.search, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `user=demo&PIN=${secret}`,
    })
    for (const body of [{ password: secret }, { login: [{ label: 'PIN', value: secret }] }]) {
      await app.send('POST', '/api/v2/oauth/token', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: JSON.stringify(body),
      })
    }
    const shown = await Promise.all(
      ['journal', 'journal/har', 'lint', 'coverage', `flows/${hash}`, `flows/${hash}?format=text`].map(
        async (name) => (await app.call('GET', `/_mock/${name}`)).text,
      ),
    )
    const text = [...shown, JSON.stringify([world.journal.find(), world.journal.har()])].join('\n')
    expect(text.match(new RegExp(`.{0,200}${secret}.{0,50}`, 'g'))).toBeNull()
    expect(text).toContain('state=1')
  })
})

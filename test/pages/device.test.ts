import { describe, expect, it } from 'vitest'
import type { MockServerOptions } from '../../server/index.ts'
import {
  ANY_LOGIN,
  challengeIn,
  DECOUPLED,
  openSession,
  REDIRECT,
  SANDBOX,
  startApp,
  v2,
} from '../helpers/api-dialect.ts'

const start = async (options: MockServerOptions = {}) => {
  const app = startApp(options)
  const session = openSession(app, v2, await app.newUser(v2))
  const page = (query = '', headers: Record<string, string> = {}) =>
    app.call('GET', `/_mock/device${query}`, { headers: { 'Accept-Language': 'en', ...headers } })
  const post = (form: Record<string, string>) =>
    app.send('POST', '/_mock/device', { body: new URLSearchParams({ lang: 'en', ...form }) })
  return { app, session, page, post }
}

describe('the device page', () => {
  it('is empty when nothing waits', async () => {
    const { page } = await start()
    const { status, text, headers } = await page()
    expect(status).toBe(200)
    expect(text).toContain('Nothing is waiting for you.')
    expect(headers.get('content-security-policy')).toMatch(/script-src 'sha256-/)
  })

  it('shows the code of a challenge in the language of the page', async () => {
    const { session, page } = await start()
    const { hash } = challengeIn(await session.importBank(SANDBOX))
    expect((await page()).text).toContain('chipTan optical')
    await session.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-SMS' })
    expect((await page()).text).toMatch(/Please enter the following code[\s\S]*<code class="code">123456<\/code>/)
    expect((await page('?lang=de')).text).toMatch(/Bitte geben Sie folgenden Code an/)
  })

  it('leads to the page of the bank', async () => {
    const { session, page } = await start()
    const { redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    expect((await page()).text).toContain(`href="${redirectUrl}"`)
  })

  it.each([
    { action: 'approve', outcome: 201 },
    { action: 'decline', outcome: 422 },
    { action: 'expire', outcome: 422 },
  ])('lets the PSU $action a push with a plain form', async ({ action, outcome }) => {
    const { session, page, post } = await start()
    const first = challengeIn(await session.importBank(DECOUPLED))
    const { hash } = challengeIn(await session.answer(DECOUPLED, first.hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
    expect((await page()).text).toContain(`value="${action}"`)
    const done = await post({ hash, action })
    expect(done.status).toBe(303)
    expect(done.headers.get('location')).toBe('device?lang=en')
    expect((await session.answer(DECOUPLED, hash, { decoupledCallback: true })).status).toBe(outcome)
  })

  it.each([
    { given: 'an unknown hash', form: { hash: 'none', action: 'approve' } },
    { given: 'an unknown action', form: { hash: 'none', action: 'constructor' } },
    { given: 'nothing', form: {} },
  ])('reports that $given is no longer possible', async ({ form }) => {
    const { app, post } = await start()
    const { headers } = await post(form)
    expect(headers.get('location')).toBe('device?lang=en&gone')
    const { text } = await app.call('GET', '/_mock/device?lang=en&gone')
    expect(text).toContain('That was no longer possible')
  })

  it('shows names as text, whatever they contain', async () => {
    const { session, page } = await start({
      scenarios: [
        {
          name: 'odd-bank',
          description: 'The name of the bank is markup.',
          bank: { id: 700_001, blz: 'ODDBANK1', name: '<b onclick="alert(1)">Bank' },
          persona: 'mira-sandow',
          steps: [{ challenge: { answer: '1' } }],
        },
      ],
    })
    challengeIn(await session.importBank({ bankId: 700_001, interface: 'XS2A', login: ANY_LOGIN }))
    const { text } = await page()
    expect(text).toContain('&lt;b onclick=&quot;alert(1)&quot;&gt;Bank')
    expect(text).not.toContain('<b ')
  })
})

describe('the device page of a server that others can reach', () => {
  const options: MockServerOptions = { host: '0.0.0.0', controlToken: 'open-sesame' }

  it('opens with the token, and keeps it in a cookie', async () => {
    const { page, post } = await start(options)
    expect((await page()).status).toBe(401)
    expect((await post({ token: 'wrong-token' })).status).toBe(401)
    const opened = await post({ token: 'open-sesame' })
    expect(opened.status).toBe(303)
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect((await page('', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
  })

  it('belongs to a control API that requires the token', async () => {
    const { app } = await start(options)
    const clock = (headers: Record<string, string>) => app.call('GET', '/_mock/clock', { headers })
    expect((await clock({})).status).toBe(401)
    expect((await clock({ Authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await clock({ Authorization: 'Bearer open-sesame' })).status).toBe(200)
    expect((await clock({ 'X-Mock-Token': 'open-sesame' })).status).toBe(200)
    expect((await app.call('GET', '/_mock/health')).status).toBe(200)
  })
})

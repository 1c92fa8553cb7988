import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeVisits } from '../../../test/helpers/fake-visits.ts'
import { mountBankPages } from '../../../test/helpers/mount-bank-pages.ts'
import type { BankVisits } from './bank-visits.ts'

const redirectUrl = 'https://app.example/cb?tenant=1&tenant=2&q=%7e'
let visits: BankVisits
let app: Hono

beforeEach(() => {
  visits = fakeVisits(redirectUrl)
  const pages = mountBankPages('/w/one/_mock/bank', () => visits)
  app = new Hono().all('/w/one/_mock/bank/*', (c) => pages(c.req.raw))
})

const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(`/w/one/_mock/bank/${path}`, { headers })

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(`/w/one/_mock/bank/${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })

const sessionIn = (body: string): string => /name="session" value="([^"]+)"/.exec(body)?.[1] ?? ''

async function logIn(state = 'open'): Promise<string> {
  const response = await post('login', { state, user: 'demo', pin: 'demo' })
  return sessionIn(await response.text())
}

describe('GET login', () => {
  it('responds with the login page, which must not be cached, framed or scripted', async () => {
    const response = await get('login?state=open')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/form-action|unsafe|script-src/)
  })

  it.each([
    { header: 'en-GB,en;q=0.9', query: '', lang: 'en' },
    { header: 'en', query: '&lang=de', lang: 'de' },
  ])(
    'responds in $lang to "$header" with "$query", with a link to the other language',
    async ({ header, query, lang }) => {
      const body = await (await get(`login?state=open${query}`, { 'accept-language': header })).text()
      expect(body).toContain(`<html lang="${lang}">`)
      expect(body).toContain(`<input type="hidden" name="lang" value="${lang}">`)
      expect(body).toContain(`href="login?state=open&amp;lang=${lang === 'de' ? 'en' : 'de'}"`)
    },
  )

  it.each([
    { state: 'unheard-of', status: 404, text: 'kennen wir nicht' },
    { state: '', status: 404, text: 'kennen wir nicht' },
    { state: 'expired', status: 410, text: 'abgelaufen' },
  ])('responds $status to the state "$state"', async ({ state, status, text }) => {
    const response = await get(`login?state=${state}`)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  })

  it('responds 404 without a state', async () => {
    expect((await get('login')).status).toBe(404)
  })

  it('links and posts to relative addresses only, so that any prefix works', async () => {
    const approval = await post('login', { state: 'open', user: 'demo', pin: 'demo' })
    const bodies = [await (await get('login?state=open')).text(), await approval.text()]
    const targets = bodies.flatMap((body) =>
      [...body.matchAll(/(?:href|action|src)="([^"]*)"/g)].map((match) => match[1]),
    )
    const inline = targets.filter((target) => !target?.startsWith('data:'))
    expect(new Set(inline)).toEqual(new Set(['login?state=open&amp;lang=en', 'login', 'decision']))
  })

  it('escapes names', async () => {
    const script = '<script>alert(1)</script>'
    const evil = `${script}"'&`
    visits = fakeVisits(redirectUrl, {
      clientName: evil,
      bankName: evil,
      bankBlz: evil,
      accounts: [{ name: evil, iban: evil, type: evil }],
      consentValidUntil: evil,
      loginFields: { user: evil, pin: evil },
      loginHint: { user: evil, pin: evil },
    })
    const login = await (await get('login?state=open')).text()
    const again = await (await post('login', { state: 'open', user: evil, pin: 'x', lang: evil })).text()
    const approval = await (await post('login', { state: 'open', user: 'demo', pin: 'demo' })).text()
    for (const body of [login, again, approval]) {
      expect(body).not.toContain('<script')
      expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    }
  })

  it('omits the hint if there is none', async () => {
    visits = fakeVisits(redirectUrl, { loginHint: undefined })
    expect(await (await get('login?state=open')).text()).not.toContain('class="hint"')
  })
})

describe('POST login', () => {
  it('responds with the approval page to the right PIN', async () => {
    const response = await post('login', { state: 'open', user: 'demo', pin: 'demo' })
    const body = await response.text()
    expect(response.status).toBe(200)
    expect(body).toContain('DE89 3704 0044 0532 0130 00')
    expect(body).toContain('<time datetime="2026-05-09">09.05.2026</time>')
    expect(sessionIn(body)).toBe('session-of-open')
  })

  it.each([
    { type: 'Savings', name: 'Notgroschen', shown: 'Sparkonto' },
    { type: 'constructor', name: 'Eigenes', shown: 'constructor' },
  ])('names the account type $type as $shown', async ({ type, name, shown }) => {
    visits = fakeVisits(redirectUrl, { accounts: [{ name, iban: undefined, type }] })
    const body = await (await post('login', { state: 'open', user: 'demo', pin: 'demo' })).text()
    expect(body).toContain(`<li><strong><bdi>${name}</bdi></strong><small>${shown}</small></li>`)
  })

  it('mentions all accounts if none is listed', async () => {
    visits = fakeVisits(redirectUrl, { accounts: [] })
    const body = await (await post('login', { state: 'open', user: 'demo', pin: 'demo' })).text()
    expect(body).toContain('<li>Alle Ihre Konten bei dieser Bank</li>')
  })

  it('keeps the language of the form', async () => {
    const fields = { state: 'open', user: 'demo', pin: 'demo', lang: 'en' }
    const body = await (await post('login', fields, { 'accept-language': 'de' })).text()
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('9 May 2026')
  })

  it('responds with the login page again to a wrong PIN, with the user name and without the PIN', async () => {
    const response = await post('login', { state: 'open', user: 'de"mo', pin: 'my-secret' })
    const body = await response.text()
    expect(response.status).toBe(200)
    expect(body).toContain('role="alert"')
    expect(body).toContain('value="de&quot;mo"')
    expect(body).not.toContain('my-secret')
  })

  it.each([{ user: 'demo' }, { pin: 'demo' }, {}])('requires both fields when it gets %o', async (fields) => {
    const response = await post('login', { state: 'open', ...fields })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Bitte füllen Sie beide Felder aus.')
  })

  it('responds 410 when the wrong PIN was the last one allowed', async () => {
    expect((await post('login', { state: 'open', user: 'locked', pin: 'x' })).status).toBe(410)
  })

  it.each([
    [{ state: 'unheard-of', user: 'demo', pin: 'demo' }, 404],
    [{ state: 'expired', user: 'demo', pin: 'demo' }, 410],
    [{ user: 'demo', pin: 'demo' }, 404],
  ])('responds to %o with %i', async (fields, status) => {
    expect((await post('login', fields as Record<string, string>)).status).toBe(status)
  })
})

describe('POST decision', () => {
  it.each([
    { decision: 'approve', code: 'approved' },
    { decision: 'cancel', code: 'cancelled' },
  ])('sends the browser back to the client after $decision, once', async ({ decision, code }) => {
    const session = await logIn()
    const response = await post('decision', { state: 'open', session, decision })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`${redirectUrl}&state=open&code=${code}`)
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect((await post('decision', { state: 'open', session, decision })).status).toBe(410)
    expect((await get('login?state=open')).status).toBe(410)
  })

  it('cancels without a login', async () => {
    const response = await post('decision', { state: 'open', decision: 'cancel' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`${redirectUrl}&state=open&code=cancelled`)
  })

  it.each([{ session: 'stolen' }, { session: '' }, {}])('requires a login for an approval with %o', async (fields) => {
    await logIn()
    const response = await post('decision', { state: 'open', decision: 'approve', ...fields })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('nicht mehr gültig')
    expect(visits.find('open').kind).toBe('open')
  })

  it.each([{ decision: 'maybe' }, { decision: '' }, {}])('responds 400 without a decision for %o', async (fields) => {
    const response = await post('decision', { state: 'open', session: await logIn(), ...fields })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('href="login?state=open&amp;lang=de"')
    expect(visits.find('open').kind).toBe('open')
  })

  it.each([
    [{ decision: 'approve' }, 400],
    [{ state: 'unheard-of', decision: 'approve' }, 404],
    [{ state: 'expired', decision: 'cancel' }, 410],
  ])('responds to %o with %i', async (fields, status) => {
    expect((await post('decision', fields as Record<string, string>)).status).toBe(status)
  })

  it('sends the browser to a client with non-ASCII letters in its URL', async () => {
    visits = fakeVisits('https://münchen.example/rückkehr')
    const response = await post('decision', { state: 'open', decision: 'cancel' })
    expect(response.headers.get('location')).toBe(
      'https://m%C3%BCnchen.example/r%C3%BCckkehr?state=open&code=cancelled',
    )
  })

  it('responds 405 to GET', async () => {
    const response = await get('decision')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

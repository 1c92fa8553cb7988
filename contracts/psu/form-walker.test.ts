import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { walkForms } from './form-walker.ts'

const RETURN_URL = 'https://tpp.example.com/back'

interface BankRequest {
  readonly path: string
  readonly form: URLSearchParams
  readonly cookie: string
}

/** Returns the HTML of a page, or a redirect. */
type BankPage = (request: BankRequest) => string | { to: string; status?: number; cookie?: string }

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Starts a bank with pages by method and path. */
const startBank = async (pages: Readonly<Record<string, BankPage>>): Promise<string> => {
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', 'http://bank')
    const form = new URLSearchParams(incoming.method === 'POST' ? await text(incoming) : url.search)
    const page = pages[`${incoming.method} ${url.pathname}`]
    if (!page) return void outgoing.writeHead(404).end()
    const response = page({ path: url.pathname, form, cookie: incoming.headers.cookie ?? '' })
    if (typeof response === 'string') return void outgoing.setHeader('content-type', 'text/html').end(response)
    if (response.cookie) outgoing.setHeader('set-cookie', response.cookie)
    outgoing.writeHead(response.status ?? 302, { location: response.to }).end()
  }
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const walk = (url: string, decision: 'approve' | 'cancel' = 'approve') =>
  walkForms({ url, returnUrl: RETURN_URL, login: { user: 'demo', password: 'geheim' }, decision })

const isLogin = ({ form }: BankRequest): boolean =>
  form.get('kennung') === 'demo' && form.get('geheimzahl') === 'geheim'

describe('walkForms', () => {
  it('logs in, approves and comes back, keeping cookies and hidden fields', async () => {
    const bank = await startBank({
      'GET /start': () => ({ to: 'anmeldung?s=1', cookie: 'visit=42; Path=/; HttpOnly' }),
      'GET /anmeldung': () => `<h1>Anmeldung</h1>
        <form action="suche"><input name=q aria-label=Suche><input type=submit value=Suchen></form>
        <form method=post action="./pruefen"><input type=hidden name=csrf value=t&amp;t>
          <label for=k>Anmeldename</label><input id=k name=kennung>
          <label>PIN <input type=password name=geheimzahl></label>
          <input type=submit name=weiter value=Weiter></form>`,
      'POST /pruefen': (request) =>
        isLogin(request) &&
        request.form.get('csrf') === 't&t' &&
        request.cookie === 'visit=42' &&
        request.form.has('weiter')
          ? `<form method=POST action="${'/freigabe'}"><label><input type=checkbox name=agb value=ja required>AGB</label>
               <button name=wahl value=nein>Ablehnen</button><button name=wahl value=ja>Zugriff erlauben</button></form>`
          : '<p>falsch</p>',
      'POST /freigabe': ({ form }) => ({
        to: `${RETURN_URL}?state=s&code=${form.get('wahl')}-${form.get('agb')}`,
        status: 303,
      }),
    })
    expect(await walk(`${bank}/start`)).toBe('state=s&code=ja-ja')
  })

  it('submits the button that refuses', async () => {
    const bank = await startBank({
      'GET /': () =>
        '<form method=post action="/end"><button name=d value=y>OK</button><button name=d value=n>Cancel</button></form>',
      'POST /end': ({ form }) => ({ to: `${RETURN_URL}?d=${form.get('d')}` }),
    })
    expect([await walk(bank, 'approve'), await walk(bank, 'cancel')]).toEqual(['d=y', 'd=n'])
  })

  it('sends forms that use GET in the query', async () => {
    const bank = await startBank({
      'GET /': () =>
        '<form action="/check?old=1"><input name=kennung><input name=geheimzahl type=password><button>Go</button></form>',
      'GET /check': (request) => (isLogin(request) && !request.form.has('old') ? { to: `${RETURN_URL}?state=g` } : ''),
    })
    expect(await walk(bank)).toBe('state=g')
  })

  it('repeats the form after a 307', async () => {
    const bank = await startBank({
      'GET /': () =>
        '<form method=post action="/old"><input name=kennung><input name=geheimzahl type=password><button>Go</button></form>',
      'POST /old': () => ({ to: '/new', status: 307 }),
      'POST /new': (request) => (isLogin(request) ? { to: `${RETURN_URL}?state=r` } : ''),
    })
    expect(await walk(bank)).toBe('state=r')
  })

  it.each([
    {
      by: 'a link',
      html: `<a href="/help">Hilfe</a><a href="${RETURN_URL}?state=l&amp;code=1">Zurück zum Anbieter</a>`,
    },
    { by: 'a refresh', html: `<meta http-equiv=refresh content="3;URL='${RETURN_URL}?state=l&amp;code=1'">` },
  ])('comes back by $by', async ({ html }) => {
    const bank = await startBank({ 'GET /': () => html })
    expect(await walk(bank)).toBe('state=l&code=1')
  })

  it.each([
    { given: 'a page that needs JavaScript', pages: { 'GET /': () => '<div id=app></div>' }, says: /--walker browser/ },
    { given: 'an error page', pages: {}, says: /responded 404/ },
    {
      given: 'a login that never ends',
      pages: { 'GET /': () => '<form><input name=u><input type=password name=p><button>Weiter</button></form>' },
      says: /did not redirect to the return URL/,
    },
  ])('fails on $given', async ({ pages, says }) => {
    await expect(walk(await startBank(pages))).rejects.toThrow(says)
  })
})

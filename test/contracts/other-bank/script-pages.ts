import { type Context, Hono } from 'hono'
import { decideAtMock, logInAtMock } from './mock-visit.ts'

/** The page without its script, which renders everything else. */
const SHELL = `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Sparbank Direkt</title>
<link rel="icon" href="data:,"><style>
body { margin: 0; font: 16px sans-serif }
.ueber { position: fixed; inset: 0; background: #0009; z-index: 9 }
.ueber > div { position: absolute; bottom: 0; background: #fff; padding: 2em }
.taste { display: inline-block; padding: .5em 1em; background: #036; color: #fff; cursor: pointer }
.taste[aria-disabled=true] { background: #999 }
</style></head><body><div id="wurzel"><p>Einen Moment …</p></div><script type="module" src="app.js"></script></body></html>`

/** The script in the browser. It uses no forms and no submit buttons. */
const APP = `
const root = document.querySelector('#wurzel')
const visit = new URLSearchParams(location.search).get('vorgang')
const ask = async (path, data) => {
  const answer = await fetch('api/' + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ visit, ...data }) })
  return answer.json()
}
const make = (tag, attributes, ...children) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    name === 'press' ? made.addEventListener('click', value) : made.setAttribute(name, value)
  made.append(...children)
  return made
}
const key = (text, press) => make('div', { role: 'button', tabindex: '0', class: 'taste', press }, text)
const field = (id, type, label) => make('p', {}, make('label', { for: id }, label), make('input', { id, type }))
const leave = () => make('a', { href: '#', press: async (event) => { event.preventDefault(); go(await ask('ende', { wahl: 'nein' })) } }, 'Vorgang abbrechen')
const draw = (...children) => root.replaceChildren(
  make('nav', {}, make('a', { href: '#karriere' }, 'Karriere'), key('Menü', () => {}), make('input', { type: 'search', 'aria-label': 'Suche' })),
  ...children,
)
const go = ({ ziel, schritt, fehler }) => ziel ? location.assign(ziel) : steps[schritt](fehler)
const value = (id) => document.getElementById(id).value
const steps = {
  name: () => draw(make('h1', {}, 'Willkommen'), field('a1', 'text', 'Ihre Teilnehmernummer oder Kennung'), key('Weiter', async () => go(await ask('name', { name: value('a1') }))), leave()),
  geheim: (fehler) => draw(make('h1', {}, 'Legitimation'), fehler ? make('p', { role: 'alert' }, fehler) : '', field('a2', 'password', 'Geheimzahl'),
    make('button', { type: 'button', press: () => steps.name() }, 'Zurück'), key('Anmelden', async () => go(await ask('geheim', { geheim: value('a2') }))), leave()),
  freigabe: () => {
    const tick = make('input', { type: 'checkbox', id: 'a3' })
    const yes = make('button', { type: 'button', disabled: '', press: async () => go(await ask('ende', { wahl: 'ja' })) }, 'Zugriff freigeben')
    tick.addEventListener('change', () => { yes.disabled = !tick.checked })
    draw(make('h1', {}, 'Kontozugriff'), make('p', {}, make('label', {}, tick, ' Ich habe die Hinweise gelesen')), yes,
      make('button', { type: 'button', press: async () => go(await ask('ende', { wahl: 'nein' })) }, 'Ablehnen'))
  },
}
const banner = make('div', { class: 'ueber', role: 'dialog', 'aria-label': 'Cookies' }, make('div', {},
  make('p', {}, 'Wir verwenden Cookies und ähnliche Techniken.'),
  key('Einstellungen', () => banner.setAttribute('data-verirrt', '')),
  key('Nur notwendige', () => banner.remove()), key('Alle akzeptieren', () => banner.remove())))
document.body.append(banner)
go(await ask('beginn', {}))
`

/** The pages of a bank that JavaScript renders step by step, below a cookie banner and without forms. */
export const scriptPages = (): Hono => {
  const users = new Map<string, string>()
  const sessions = new Map<string, string>()
  const step = (c: Context, schritt: string, fehler?: string) => c.json({ schritt, fehler })
  const readBody = async (c: Context): Promise<Record<string, string>> => c.req.json()
  return new Hono()
    .get('/portal', (c) => c.html(SHELL))
    .get('/app.js', (c) => c.body(APP, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
    .post('/api/beginn', (c) => step(c, 'name'))
    .post('/api/name', async (c) => {
      const { visit = '', name = '' } = await readBody(c)
      users.set(visit, name)
      return step(c, name === '' ? 'name' : 'geheim')
    })
    .post('/api/geheim', async (c) => {
      const { visit = '', geheim = '' } = await readBody(c)
      const session = await logInAtMock(visit, users.get(visit) ?? '', geheim)
      if (session === undefined) return step(c, 'geheim', 'Die Geheimzahl stimmt nicht.')
      sessions.set(visit, session)
      return step(c, 'freigabe')
    })
    .post('/api/ende', async (c) => {
      const { visit = '', wahl } = await readBody(c)
      return c.json({ ziel: await decideAtMock(visit, sessions.get(visit), wahl === 'ja' ? 'approve' : 'cancel') })
    })
}

import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { decideAtMock, logInAtMock } from './mock-visit.ts'

type Html = ReturnType<typeof html>

const frame = (
  title: string,
  content: Html | Html[],
) => html`<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>${title}</title><link rel="icon" href="data:,"></head><body>
<form role="search" action="suche"><input name="q" placeholder="Suchbegriff"><input type="image" alt="Suchen"></form>
<table><tr><td><a href="#inhalt">Zum Inhalt</a></td><td><a href="impressum">Impressum</a></td></tr></table>
${content}
<form class="newsletter" action="brief"><input type="email" name="mail"><input type="submit" value="Newsletter bestellen"></form>
</body></html>`

const cookieWall = (visit: string) => html`<form id="cookie-hinweis" method="post" action="kekse">
<input type="hidden" name="v" value="${visit}"><p>Diese Seite braucht Cookies.</p>
<input type="submit" name="alle" value="Alle erlauben"></form>`

const leave = (visit: string) =>
  html`<p><a href="ende?${new URLSearchParams({ v: visit, wahl: 'n' })}">Vorgang abbrechen</a></p>`

const namePage = (visit: string) => html`<form method="get" action="schritt2">
<input type="hidden" name="v" value="${visit}">
<table><tr><td><label for="f17">Kundenkennung</label></td><td><input id="f17" name="f_0x17" maxlength="30"></td></tr></table>
<input type="submit" name="los" value="Fortfahren"></form>${leave(visit)}`

const secretPage = (
  visit: string,
  name: string,
  problem: boolean,
) => html`${problem && html`<b>Das war nicht richtig.</b>`}
<form method="post" action="schritt3"><input type="hidden" name="v" value="${visit}"><input type="hidden" name="f_0x17" value="${name}">
<span id="g">Geheimwort für ${name}</span> <input type="password" name="f_0x18" aria-labelledby="g">
<input type="submit" name="zurueck" value="Zurück" formaction="schritt1" formmethod="get"><input type="submit" value="Anmelden"></form>${leave(visit)}`

const decisionPage = (visit: string, session: string) => html`<form method="post" action="ende" name="freigabe">
<input type="hidden" name="v" value="${visit}"><input type="hidden" name="s" value="${session}">
<input type="checkbox" name="gelesen" value="1" required> Ich habe alles gelesen.
<input type="submit" name="nein" value="Verweigern"><input type="submit" name="ja" value="Freigeben"></form>`

/** The pages of a bank of tables and forms: a cookie wall, meaningless field names, one field a page, some sent by GET. */
export const plainPages = (): Hono => {
  const begin = (c: Context, visit: string) =>
    getCookie(c, 'kekse') === 'ja'
      ? c.html(frame('Anmeldung, Schritt 1', namePage(visit)))
      : c.html(html`<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Cookies</title>
<link rel="icon" href="data:,"></head><body>${cookieWall(visit)}</body></html>`)
  const end = async (c: Context, visit: string, session: string | undefined, decision: 'approve' | 'cancel') => {
    const to = await decideAtMock(visit, session, decision)
    // Through a page that redirects, as older banks do.
    return c.html(html`<!doctype html><meta http-equiv="refresh" content="0; URL=${to}"><title>Zurück</title>`)
  }
  return new Hono()
    .on('GET', ['/filiale', '/schritt1'], (c) => begin(c, c.req.query('v') ?? ''))
    .post('/kekse', async (c) => {
      const { v = '' } = await listTexts(c)
      setCookie(c, 'kekse', 'ja', { path: '/', httpOnly: true })
      return c.redirect(`filiale?v=${v}`, 303)
    })
    .get('/schritt2', (c) => {
      const { v = '', f_0x17: name = '' } = c.req.query()
      return name === '' ? begin(c, v) : c.html(frame('Anmeldung, Schritt 2', secretPage(v, name, false)))
    })
    .post('/schritt3', async (c) => {
      const { v = '', f_0x17: name = '', f_0x18: secret = '' } = await listTexts(c)
      const session = await logInAtMock(v, name, secret)
      return session === undefined
        ? c.html(frame('Anmeldung, Schritt 2', secretPage(v, name, true)))
        : c.html(frame('Freigabe', decisionPage(v, session)))
    })
    .get('/ende', (c) => end(c, c.req.query('v') ?? '', undefined, 'cancel'))
    .post('/ende', async (c) => {
      const { v = '', s = '', ja, gelesen } = await listTexts(c)
      if (ja !== undefined && gelesen === undefined) return c.html(frame('Freigabe', decisionPage(v, s)))
      return end(c, v, s, ja === undefined ? 'cancel' : 'approve')
    })
}

const listTexts = async (c: Context): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value)]))

import { getSetCookies, Headers, request } from 'undici'
import { chooseMove, linkFor, type Move, passwordFieldOf, userFieldOf } from './choose.ts'
import { type Page, readPage } from './forms.ts'
import { type BankVisit, isReturn, type PsuWalker, queryOf, WalkFailed } from './walker.ts'

/** More pages than any login has; a bank that goes on longer is going round in circles. */
const MAX_STEPS = 20
const MAX_PAGE_BYTES = 2_000_000

interface Step {
  readonly url: string
  readonly method: string
  readonly body?: string | undefined
}

/** Cookies by host; banks keep a login in them. Lifetimes do not matter within one visit. */
class CookieJar {
  readonly #byHost = new Map<string, Map<string, string>>()

  keep(url: string, headers: Headers): void {
    const host = new URL(url).host
    const jar = this.#byHost.get(host) ?? new Map<string, string>()
    for (const { name, value } of getSetCookies(headers)) jar.set(name, value)
    this.#byHost.set(host, jar)
  }

  headerFor(url: string): Record<string, string> {
    const jar = this.#byHost.get(new URL(url).host)
    if (!jar || jar.size === 0) return {}
    return { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }
  }
}

/** Fills the form the way this person would, and leaves every other value as the bank put it there. */
const fill = ({ form, button }: Move, login: BankVisit['login']): URLSearchParams => {
  const secret = passwordFieldOf(form)
  const user = userFieldOf(form)
  const data = new URLSearchParams()
  for (const field of form.fields) {
    if (field.name === '') continue
    const isTick = field.type === 'checkbox' || field.type === 'radio'
    // A required tick (terms, consent) has to be set, or the bank shows the same page for ever.
    if (isTick && !field.checked && !field.required) continue
    const value = field === secret ? login.password : field === user ? login.user : field.value
    data.append(field.name, value)
  }
  if (button?.name) data.append(button.name, button.value)
  return data
}

const sendOff = (move: Move, login: BankVisit['login']): Step => {
  const method = move.button?.method ?? move.form.method
  const action = move.button?.action ?? move.form.action
  const data = fill(move, login)
  if (method === 'POST') return { url: action, method, body: data.toString() }
  const url = new URL(action)
  url.search = data.toString()
  return { url: url.href, method: 'GET' }
}

/** Whether following a link without JavaScript leads anywhere: many only carry a handler, or point into the page. */
const isElsewhere = (href: string, from: string): boolean => {
  if (!URL.canParse(href)) return false
  const url = new URL(href)
  url.hash = ''
  return /^https?:$/.test(url.protocol) && url.href !== from
}

const nextStep = (read: Page, visit: BankVisit, step: Step): Step => {
  const page = { ...read, links: read.links.filter(({ href }) => isElsewhere(href, step.url)) }
  const move = chooseMove(page, visit.decision)
  if (move) return sendOff(move, visit.login)
  if (page.refresh) return { url: page.refresh, method: 'GET' }
  const link = page.links.find(({ href }) => isReturn(href, visit.returnUrl)) ?? linkFor(page, visit.decision)
  if (link) return { url: link.href, method: 'GET' }
  throw new WalkFailed(
    `the bank's page ${new URL(step.url).pathname} ("${read.title}") has no form to send and no way back; ` +
      'a page that needs JavaScript has to be walked by a browser',
  )
}

/**
 * Plays the person with plain HTTP: reads the forms of each page, fills in the login, presses the button that says
 * what they decided, and follows redirects itself until one leads to the return URL, which it never requests.
 */
export const walkForms: PsuWalker = async (visit) => {
  const cookies = new CookieJar()
  let step: Step = { url: visit.url, method: 'GET' }
  for (let count = 0; count < MAX_STEPS; count += 1) {
    if (isReturn(step.url, visit.returnUrl)) return queryOf(step.url)
    const answer = await request(step.url, {
      method: step.method === 'POST' ? 'POST' : 'GET',
      headers: {
        accept: 'text/html',
        ...cookies.headerFor(step.url),
        ...(step.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: step.body ?? null,
      signal: visit.signal ?? null,
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value ?? []].flat()) headers.append(name, one)
    cookies.keep(step.url, headers)
    const html = await answer.body.text()
    const location = headers.get('location')
    if (answer.statusCode >= 300 && answer.statusCode < 400 && location) {
      const repeats = answer.statusCode === 307 || answer.statusCode === 308
      const url = new URL(location, step.url).href
      step = repeats ? { ...step, url } : { url, method: 'GET' }
      continue
    }
    if (answer.statusCode >= 400)
      throw new WalkFailed(
        `the bank's page answered ${answer.statusCode} to ${step.method} ${new URL(step.url).pathname}`,
      )
    if (html.length > MAX_PAGE_BYTES) throw new WalkFailed(`the bank's page is larger than ${MAX_PAGE_BYTES} bytes`)
    step = nextStep(readPage(html, step.url), visit, step)
  }
  throw new WalkFailed(`the bank did not send the person back after ${MAX_STEPS} pages`)
}

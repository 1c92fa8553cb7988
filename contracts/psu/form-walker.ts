import { getSetCookies, Headers, request } from 'undici'
import { chooseMove, findLink, findPasswordField, findUserField, type Move } from './choose.ts'
import { readPage } from './forms.ts'
import type { Page } from './page.ts'
import { type BankVisit, isReturn, type PsuWalker, readQuery, WalkFailed } from './walker.ts'

/** No login has more pages; a longer visit goes round in circles. */
const MAX_STEPS = 20
const MAX_PAGE_BYTES = 2_000_000

interface Step {
  readonly url: string
  readonly method: string
  readonly body?: string | undefined
}

/** Keeps cookies by host; their lifetimes do not matter within one visit. */
const createCookieJar = () => {
  const byHost = new Map<string, Map<string, string>>()
  return {
    store: (url: string, headers: Headers): void => {
      const { host } = new URL(url)
      const cookies = byHost.get(host) ?? new Map<string, string>()
      for (const { name, value } of getSetCookies(headers)) cookies.set(name, value)
      byHost.set(host, cookies)
    },
    toHeader: (url: string): Record<string, string> => {
      const cookies = byHost.get(new URL(url).host)
      if (!cookies || cookies.size === 0) return {}
      return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    },
  }
}

/** Fills in the login, and leaves every other value as the bank set it. */
const fillIn = ({ form, button }: Move, login: BankVisit['login']): URLSearchParams => {
  const secret = findPasswordField(form)
  const user = findUserField(form)
  const data = new URLSearchParams()
  for (const field of form.fields) {
    if (field.name === '') continue
    const isCheckable = field.type === 'checkbox' || field.type === 'radio'
    // Required checkboxes (terms, consent) have to be set, or the bank shows the same page again.
    if (isCheckable && !field.checked && !field.required) continue
    const value = field === secret ? login.password : field === user ? login.user : field.value
    data.append(field.name, value)
  }
  if (button?.name) data.append(button.name, button.value)
  return data
}

const submit = (move: Move, login: BankVisit['login']): Step => {
  const method = move.button?.method ?? move.form.method
  const action = move.button?.action ?? move.form.action
  const data = fillIn(move, login)
  if (method === 'POST') return { url: action, method, body: data.toString() }
  const url = new URL(action)
  url.search = data.toString()
  return { url: url.href, method: 'GET' }
}

/** Returns whether a link leads to another page: many only run a script, or point into the page. */
const leadsElsewhere = (href: string, from: string): boolean => {
  if (!URL.canParse(href)) return false
  const url = new URL(href)
  url.hash = ''
  return /^https?:$/.test(url.protocol) && url.href !== from
}

const chooseStep = (read: Page, visit: BankVisit, step: Step): Step => {
  const page = { ...read, links: read.links.filter(({ href }) => leadsElsewhere(href, step.url)) }
  const move = chooseMove(page, visit.decision)
  if (move) return submit(move, visit.login)
  if (page.refresh) return { url: page.refresh, method: 'GET' }
  const link = page.links.find(({ href }) => isReturn(href, visit.returnUrl)) ?? findLink(page, visit.decision)
  if (link) return { url: link.href, method: 'GET' }
  throw new WalkFailed(
    `the bank's page ${new URL(step.url).pathname} ("${read.title}") has no form to submit and no link back; ` +
      'a page that needs JavaScript has to be visited with --walker browser',
  )
}

/**
 * Visits the bank by plain HTTP: reads the forms of each page, fills in the login, submits the button of the decision,
 * and follows redirects until one leads to the return URL, which is never requested.
 */
export const walkForms: PsuWalker = async (visit) => {
  const cookies = createCookieJar()
  let step: Step = { url: visit.url, method: 'GET' }
  for (let count = 0; count < MAX_STEPS; count += 1) {
    if (isReturn(step.url, visit.returnUrl)) return readQuery(step.url)
    const response = await request(step.url, {
      method: step.method === 'POST' ? 'POST' : 'GET',
      headers: {
        accept: 'text/html',
        ...cookies.toHeader(step.url),
        ...(step.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: step.body ?? null,
      signal: visit.signal ?? null,
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(response.headers))
      for (const item of [value ?? []].flat()) headers.append(name, item)
    cookies.store(step.url, headers)
    const html = await response.body.text()
    const location = headers.get('location')
    if (response.statusCode >= 300 && response.statusCode < 400 && location) {
      const repeats = response.statusCode === 307 || response.statusCode === 308
      const url = new URL(location, step.url).href
      step = repeats ? { ...step, url } : { url, method: 'GET' }
      continue
    }
    if (response.statusCode >= 400)
      throw new WalkFailed(
        `the bank's page responded ${response.statusCode} to ${step.method} ${new URL(step.url).pathname}`,
      )
    if (html.length > MAX_PAGE_BYTES) throw new WalkFailed(`the bank's page is larger than ${MAX_PAGE_BYTES} bytes`)
    step = chooseStep(readPage(html, step.url), visit, step)
  }
  throw new WalkFailed(`the bank did not redirect to the return URL after ${MAX_STEPS} pages`)
}

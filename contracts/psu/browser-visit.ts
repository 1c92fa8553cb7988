import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { chooseLiveMove, type LiveMove } from './browser-move.ts'
import { type LivePage, readLivePage } from './live-page.ts'
import { type BankVisit, isReturn, readQuery, WalkFailed } from './walker.ts'

/** No login has more steps; a longer visit goes round in circles. */
const MAX_MOVES = 20
/** A second password page is rare, a third one means a wrong password; real logins lock after three. */
const MAX_LOGINS = 2
const POLL_INTERVAL = 50
/** Milliseconds for one action, and for the first page to respond: a busy machine is slow. */
const ACTION_LIMIT = 15_000
/** Milliseconds without change after which a page is used although it still loads: it may use long polling. */
const MAX_LOADING = 2_000

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

/** Returns the pending requests that may change the page. */
const watchLoading = (context: BrowserContext): ReadonlySet<Request> => {
  const pending = new Set<Request>()
  const matters = new Set(['document', 'script', 'xhr', 'fetch'])
  context.on('request', (request) => matters.has(request.resourceType()) && pending.add(request))
  context.on('requestfinished', (request) => pending.delete(request))
  context.on('requestfailed', (request) => pending.delete(request))
  return pending
}

/**
 * Intercepts the return URL within the browser. Playwright's routes do not see redirected requests, and banks return
 * by redirects, so this uses the DevTools protocol.
 */
const interceptReturn = async (page: Page, returnUrl: string, onReturn: (query: string) => void): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const isBack = isReturn(request.url, returnUrl)
    if (isBack) onReturn(readQuery(request.url))
    const handled = isBack
      ? session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 })
      : session.send('Fetch.continueRequest', { requestId })
    // The browser may already be closed after the visit.
    handled.catch(() => {})
  })
  const { origin, pathname } = new URL(returnUrl)
  const urlPattern = `${(origin + pathname).replace(/[*?\\]/g, '\\$&')}*`
  await session.send('Fetch.enable', { patterns: [{ urlPattern }] })
}

const describePage = (page: Page, live: LivePage | undefined): string =>
  `the bank's page ${URL.canParse(page.url()) ? new URL(page.url()).pathname : page.url()} ("${live?.title ?? ''}")`

const quoteText = (live: LivePage | undefined): string => (live?.text ? `; it says: ${live.text.slice(0, 200)}` : '')

const perform = async (live: LivePage, { typing, ticking, press }: LiveMove): Promise<void> => {
  const timeout = ACTION_LIMIT
  for (const { field, text } of typing) await (await live.findElement(field)).fill(text, { timeout })
  // Not clicked by position: checkboxes are often hidden below another element that draws them.
  for (const field of ticking) await (await live.findElement(field)).dispatchEvent('click')
  const last = typing.at(-1)
  if (press) await (await live.findElement(press)).click({ timeout })
  else if (last) await (await live.findElement(last.field)).press('Enter', { timeout })
}

/** Acts on each page until `isOver`, which the caller sets when the return URL is requested. */
const runVisit = async (
  context: BrowserContext,
  visit: BankVisit,
  patience: number,
  isOver: () => boolean,
): Promise<void> => {
  const loading = watchLoading(context)
  const errors: string[] = []
  context.on('response', (response) => {
    const request = response.request()
    if (response.status() >= 400 && request.isNavigationRequest() && request.frame().parentFrame() === null)
      errors.push(
        `the bank's page responded ${response.status()} to ${request.method()} ${new URL(request.url()).pathname}`,
      )
  })
  const first = context.pages()[0] ?? (await context.newPage())
  await first.goto(visit.url, { waitUntil: 'commit', timeout: ACTION_LIMIT }).catch((error: unknown) => {
    throw new WalkFailed(`the bank's page cannot be opened: ${firstLine(error)}`, { cause: error })
  })
  let last: LivePage | undefined
  let changedAt = performance.now()
  let performed: { readonly fingerprint: string; readonly words: string } | undefined
  let moves = 0
  let logins = 0
  while (!isOver()) {
    if (errors[0] !== undefined) throw new WalkFailed(errors[0])
    const page = context.pages().at(-1) ?? first
    // A page cannot be read while it navigates; the next poll reads the new one.
    const live = await readLivePage(page).catch(() => undefined)
    const quietFor = performance.now() - changedAt
    const isSame = live !== undefined && live.fingerprint === last?.fingerprint
    if (live && !isSame) changedAt = performance.now()
    last = live ?? last
    const isCalm = isSame && live.ready && (loading.size === 0 || quietFor > MAX_LOADING)
    const move = isCalm && live.fingerprint !== performed?.fingerprint ? chooseLiveMove(live, visit) : undefined
    if (live && move) {
      if (move.logsIn && ++logins > MAX_LOGINS)
        throw new WalkFailed(`${describePage(page, live)} asks for the password again${quoteText(live)}`)
      if (++moves > MAX_MOVES)
        throw new WalkFailed(`the bank did not redirect to the return URL after ${MAX_MOVES} pages`)
      performed = { fingerprint: live.fingerprint, words: move.words }
      await perform(live, move).catch((error: unknown) => {
        // The page was rendered again in the meantime: read it again, which counts as a move.
        if (/not attached|detached|destroyed|is gone/.test(String(error))) performed = undefined
        else
          throw new WalkFailed(`${describePage(page, live)}: "${move.words}" cannot be pressed: ${firstLine(error)}`, {
            cause: error,
          })
      })
      changedAt = performance.now()
    } else if (quietFor > (isCalm ? patience : patience + ACTION_LIMIT)) {
      const pressed = live && live.fingerprint === performed?.fingerprint
      const what = pressed
        ? `did not change after "${performed?.words}" was pressed`
        : 'has no login form, no button and no link to use'
      throw new WalkFailed(`${describePage(page, last)} ${what}, for ${patience} ms${quoteText(last)}`)
    }
    await sleep(POLL_INTERVAL)
  }
}

const toFailure = (signal: AbortSignal): WalkFailed =>
  new WalkFailed(`the visit at the bank was ended: ${firstLine(signal.reason)}`, { cause: signal.reason })

/** Makes one visit in a browser context of its own, which separates the cookies and pages of two visits. */
export const visitInBrowser = async (browser: Browser, visit: BankVisit, patience: number): Promise<string> => {
  const { signal, returnUrl } = visit
  const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false })
  let isOver = false
  try {
    return await new Promise<string>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(toFailure(signal)), { once: true })
      if (signal?.aborted) reject(toFailure(signal))
      context.on('close', () => reject(new WalkFailed('the browser was closed during the visit')))
      const intercept = (page: Page): Promise<void> => {
        // "Do you really want to cancel?" is confirmed.
        page.on('dialog', (dialog) => void dialog.accept().catch(() => {}))
        return interceptReturn(page, returnUrl, resolve)
      }
      // A new window may request the return URL before it can be intercepted.
      context.on('request', (request) => {
        if (request.isNavigationRequest() && isReturn(request.url(), returnUrl)) resolve(readQuery(request.url()))
      })
      const start = async (): Promise<void> => {
        await intercept(await context.newPage())
        context.on('page', (page) => void intercept(page).catch(() => {}))
        return runVisit(context, visit, patience, () => isOver)
      }
      start().catch(reject)
    })
  } finally {
    isOver = true
    await context.close().catch(() => {})
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { type LiveMove, liveMove } from './browser-move.ts'
import { type LivePage, readLivePage } from './live-page.ts'
import { type BankVisit, isReturn, queryOf, WalkFailed } from './walker.ts'

/** More moves than any login has; a bank that goes on longer is going round in circles. */
const MAX_MOVES = 20
/** A second password page is rare, a third one means that the first was wrong; real logins lock after three. */
const MAX_LOGINS = 2
const LOOK_EVERY = 50
/** Milliseconds for one thing to be typed or pressed, and for the first page to answer: a busy machine is slow. */
const ACTION_LIMIT = 15_000
/** A page that loads for ever (a long poll, a slow picture) is walked anyway once it has not changed for this long. */
const CALM = 2_000

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

/** Notes what is under way: a page that still loads is about to become another one. */
const watchLoading = (context: BrowserContext): ReadonlySet<Request> => {
  const pending = new Set<Request>()
  const matters = new Set(['document', 'script', 'xhr', 'fetch'])
  context.on('request', (request) => matters.has(request.resourceType()) && pending.add(request))
  context.on('requestfinished', (request) => pending.delete(request))
  context.on('requestfailed', (request) => pending.delete(request))
  return pending
}

/**
 * Answers the return URL inside of the browser and tells what came with it. Playwright's own routes do not see
 * redirected requests, and banks come back by redirects: hence the browser's protocol itself.
 */
const guardReturn = async (page: Page, returnUrl: string, onReturn: (query: string) => void): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const isBack = isReturn(request.url, returnUrl)
    if (isBack) onReturn(queryOf(request.url))
    const answer = isBack
      ? session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 })
      : session.send('Fetch.continueRequest', { requestId })
    // The visit is over, and the browser may be closed already.
    answer.catch(() => {})
  })
  const { origin, pathname } = new URL(returnUrl)
  const urlPattern = `${(origin + pathname).replace(/[*?\\]/g, '\\$&')}*`
  await session.send('Fetch.enable', { patterns: [{ urlPattern }] })
}

const nameOf = (page: Page, live: LivePage | undefined): string =>
  `the bank's page ${URL.canParse(page.url()) ? new URL(page.url()).pathname : page.url()} ("${live?.title ?? ''}")`

const saying = (live: LivePage | undefined): string => (live?.text ? `; it says: ${live.text.slice(0, 200)}` : '')

const perform = async (live: LivePage, { typing, ticking, press }: LiveMove): Promise<void> => {
  const timeout = ACTION_LIMIT
  for (const { field, text } of typing) await (await live.elementOf(field)).fill(text, { timeout })
  // Not pressed by its place: what a person sees of a tick is often drawn by something else that lies over it.
  for (const field of ticking) await (await live.elementOf(field)).dispatchEvent('click')
  const last = typing.at(-1)
  if (press) await (await live.elementOf(press)).click({ timeout })
  else if (last) await (await live.elementOf(last.field)).press('Enter', { timeout })
}

/** Looks and moves until the visit is over: when the bank sends the person back is seen from outside. */
const drive = async (
  context: BrowserContext,
  visit: BankVisit,
  patience: number,
  isOver: () => boolean,
): Promise<void> => {
  const loading = watchLoading(context)
  const refused: string[] = []
  context.on('response', (response) => {
    const request = response.request()
    if (response.status() >= 400 && request.isNavigationRequest() && request.frame().parentFrame() === null)
      refused.push(
        `the bank's page answered ${response.status()} to ${request.method()} ${new URL(request.url()).pathname}`,
      )
  })
  const first = context.pages()[0] ?? (await context.newPage())
  await first.goto(visit.url, { waitUntil: 'commit', timeout: ACTION_LIMIT }).catch((error: unknown) => {
    throw new WalkFailed(`the bank's page cannot be opened: ${firstLine(error)}`, { cause: error })
  })
  let seen: LivePage | undefined
  let changedAt = performance.now()
  let answered: { readonly fingerprint: string; readonly words: string } | undefined
  let moves = 0
  let logins = 0
  while (!isOver()) {
    if (refused[0] !== undefined) throw new WalkFailed(refused[0])
    const page = context.pages().at(-1) ?? first
    // A page that is leaving cannot be read; the next look finds the one that follows.
    const live = await readLivePage(page).catch(() => undefined)
    const quietFor = performance.now() - changedAt
    const isSame = live !== undefined && live.fingerprint === seen?.fingerprint
    if (live && !isSame) changedAt = performance.now()
    seen = live ?? seen
    const isCalm = isSame && live.ready && (loading.size === 0 || quietFor > CALM)
    const move = isCalm && live.fingerprint !== answered?.fingerprint ? liveMove(live, visit) : undefined
    if (live && move) {
      if (move.logsIn && ++logins > MAX_LOGINS)
        throw new WalkFailed(`${nameOf(page, live)} asks for the password again${saying(live)}`)
      if (++moves > MAX_MOVES) throw new WalkFailed(`the bank did not send the person back after ${MAX_MOVES} pages`)
      answered = { fingerprint: live.fingerprint, words: move.words }
      await perform(live, move).catch((error: unknown) => {
        // The page drew itself anew between look and move: look again, it counts as a move.
        if (/not attached|detached|destroyed|is gone/.test(String(error))) answered = undefined
        else
          throw new WalkFailed(`${nameOf(page, live)}: "${move.words}" cannot be pressed: ${firstLine(error)}`, {
            cause: error,
          })
      })
      changedAt = performance.now()
    } else if (quietFor > (isCalm ? patience : patience + ACTION_LIMIT)) {
      const pressed = live && live.fingerprint === answered?.fingerprint
      const what = pressed
        ? `does nothing after "${answered?.words}" was pressed`
        : 'has no login form, nothing to press, and no way back'
      throw new WalkFailed(`${nameOf(page, seen)} ${what}, for ${patience} ms${saying(seen)}`)
    }
    await sleep(LOOK_EVERY)
  }
}

const failureOf = (signal: AbortSignal): WalkFailed =>
  new WalkFailed(`the visit at the bank was ended: ${firstLine(signal.reason)}`, { cause: signal.reason })

/** Plays the person in a context of its own, which keeps cookies and pages of two visits apart. */
export const visitInBrowser = async (browser: Browser, visit: BankVisit, patience: number): Promise<string> => {
  const { signal, returnUrl } = visit
  const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false })
  let isOver = false
  try {
    return await new Promise<string>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(failureOf(signal)), { once: true })
      if (signal?.aborted) reject(failureOf(signal))
      context.on('close', () => reject(new WalkFailed('the browser was closed during the visit')))
      const guard = (page: Page): Promise<void> => {
        // "Do you really want to cancel?" is meant as it was pressed.
        page.on('dialog', (dialog) => void dialog.accept().catch(() => {}))
        return guardReturn(page, returnUrl, resolve)
      }
      // A window that opens may be on its way back already, before it can be guarded.
      context.on('request', (request) => {
        if (request.isNavigationRequest() && isReturn(request.url(), returnUrl)) resolve(queryOf(request.url()))
      })
      const begin = async (): Promise<void> => {
        await guard(await context.newPage())
        context.on('page', (page) => void guard(page).catch(() => {}))
        return drive(context, visit, patience, () => isOver)
      }
      begin().catch(reject)
    })
  } finally {
    isOver = true
    await context.close().catch(() => {})
  }
}

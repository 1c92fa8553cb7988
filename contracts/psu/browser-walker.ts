import type { Browser } from 'playwright-core'
import { visitInBrowser } from './browser-visit.ts'
import { type LoadPlaywright, prepareBrowser } from './launch-browser.ts'
import type { BankVisit, PsuWalker } from './walker.ts'

export interface BrowserWalkerOptions {
  /** Milliseconds that a page may do nothing at all before the visit is given up. */
  readonly patience?: number
  /** Instead of the installed playwright-core, for tests. @internal */
  readonly load?: LoadPlaywright
}

/** A walker that holds something while it is used. */
export type ClosableWalker = PsuWalker & { close(): Promise<void> }

/** A dozen slow pages; a bank that takes longer is not coming back. */
const VISIT_LIMIT = 120_000

/**
 * Plays the person in a real browser, for banks whose pages need JavaScript: fills in the login step by step, takes
 * cookie banners away, and presses what says what the person decided. The return URL is never requested.
 *
 * One browser serves all visits; it starts with the first one after the walker was made or closed. Throws
 * `BrowserMissing` at once when playwright-core or a browser is not installed.
 */
export const createBrowserWalker = async (options: BrowserWalkerOptions = {}): Promise<ClosableWalker> => {
  const { launch } = await prepareBrowser(options.load)
  let browser: Promise<Browser> | undefined
  const walk = async (visit: BankVisit): Promise<string> => {
    browser ??= launch()
    return visitInBrowser(await browser, visit, options.patience ?? 10_000)
  }
  return Object.assign(walk, {
    visitLimit: VISIT_LIMIT,
    async close() {
      const started = browser
      browser = undefined
      // A browser that did not start has told so to the visit that wanted it.
      const running = await started?.catch(() => undefined)
      await running?.close()
    },
  })
}

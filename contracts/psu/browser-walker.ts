import type { Browser } from 'playwright-core'
import { visitInBrowser } from './browser-visit.ts'
import { type LoadPlaywright, prepareBrowser } from './launch-browser.ts'
import type { BankVisit, PsuWalker } from './walker.ts'

export interface BrowserWalkerOptions {
  /** Milliseconds without any change on the page after which the visit fails. */
  readonly patience?: number
  /** Loads playwright-core instead of the installed one, for tests. @internal */
  readonly load?: LoadPlaywright
}

/** A walker with resources that have to be released. */
export type ClosableWalker = PsuWalker & { close(): Promise<void> }

/** Milliseconds for a dozen slow pages. */
const VISIT_LIMIT = 120_000
const DEFAULT_PATIENCE = 10_000

/**
 * Makes a walker that visits the bank in a real browser, for pages that need JavaScript: fills in the login step by
 * step, dismisses cookie banners, and presses the button of the decision. The return URL is never requested.
 *
 * One browser serves all visits and starts with the first one. Throws `BrowserMissing` if playwright-core or a browser
 * is not installed.
 */
export const createBrowserWalker = async (options: BrowserWalkerOptions = {}): Promise<ClosableWalker> => {
  const { launch } = await prepareBrowser(options.load)
  let browser: Promise<Browser> | undefined
  const walk = async (visit: BankVisit): Promise<string> => {
    browser ??= launch()
    return visitInBrowser(await browser, visit, options.patience ?? DEFAULT_PATIENCE)
  }
  return Object.assign(walk, {
    visitLimit: VISIT_LIMIT,
    close: async (): Promise<void> => {
      const started = browser
      browser = undefined
      // If the browser failed to start, the visit that needed it has failed with that error.
      const running = await started?.catch(() => undefined)
      await running?.close()
    },
  })
}

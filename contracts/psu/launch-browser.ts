import type { Browser, BrowserType } from 'playwright-core'
import { findChromium } from './find-browser.ts'

/** What is needed for a visit is not installed; the message is one line that says how to get it. */
export class BrowserMissing extends Error {
  override name = 'BrowserMissing'
}

/** Without these a Chromium just started talks to its maker's servers, which a run has no business with. */
export const quietFlags: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What loads playwright-core; a test may say that it is not there. */
export type LoadPlaywright = () => Promise<{ readonly chromium: BrowserType }>

const loadInstalled: LoadPlaywright = () => import('playwright-core')

/** How to start a browser, found out once, so that what is missing is told before a run begins. */
export interface BrowserStart {
  readonly launch: () => Promise<Browser>
}

export const prepareBrowser = async (load: LoadPlaywright = loadInstalled): Promise<BrowserStart> => {
  const { chromium } = await load().catch((error: unknown) => {
    throw new BrowserMissing('walking with a browser needs playwright-core: npm install --save-dev playwright-core', {
      cause: error,
    })
  })
  const executablePath = await findChromium().catch((error: unknown) => {
    throw new BrowserMissing(error instanceof Error ? error.message : String(error), { cause: error })
  })
  if (executablePath === undefined)
    throw new BrowserMissing(
      'no Chrome or Chromium found: run "npx playwright-core install chromium", or set FINAPI_BROWSER to its executable',
    )
  const args = ['--headless=new', '--disable-gpu', ...quietFlags]
  return {
    launch: () =>
      // Ending on a signal is up to the run, which has more to clean up than a browser.
      chromium.launch({ executablePath, args, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
  }
}

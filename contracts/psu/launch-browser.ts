import type { Browser, BrowserType } from 'playwright-core'
import { findChromium } from './find-browser.ts'

/** playwright-core or a browser is not installed; the message says how to install it. */
export class BrowserMissing extends Error {
  override name = 'BrowserMissing'
}

/** Keeps a new Chromium from contacting its vendor's servers. */
export const quietFlags: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Loads playwright-core. */
export type LoadPlaywright = () => Promise<{ readonly chromium: BrowserType }>

const loadInstalled: LoadPlaywright = () => import('playwright-core')

/** Finds a browser, and returns how to launch it; throws `BrowserMissing`, so that a run fails before it starts. */
export const prepareBrowser = async (
  load: LoadPlaywright = loadInstalled,
): Promise<{ readonly launch: () => Promise<Browser> }> => {
  const { chromium } = await load().catch((error: unknown) => {
    throw new BrowserMissing('--walker browser needs playwright-core: npm install --save-dev playwright-core', {
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
      // The run handles signals itself: it has more to clean up than a browser.
      chromium.launch({ executablePath, args, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
  }
}

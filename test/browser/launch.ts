import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../contracts/psu/find-browser.ts'
import { quietFlags } from '../../contracts/psu/launch-browser.ts'

/** A headless Chromium; whoever starts it closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === undefined) {
    throw new Error('No Chrome or Chromium found: run "node test/browser/ensure-chromium.mjs" or set CHROME_PATH')
  }
  // The pages that are opened are our own, and as root (in a container) Chromium refuses to start with its sandbox.
  return chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-gpu', ...quietFlags] })
}

/** A page in a context of its own, which reports whatever goes wrong in it: scripts, policy, loading, dialogs. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
  complain: (complaint: string) => void,
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => complain(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complain(String(error)))
  page.on('requestfailed', (request) => complain(`failed: ${request.url()} ${request.failure()?.errorText}`))
  page.on('dialog', (dialog) => {
    complain(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return page
}

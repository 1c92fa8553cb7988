import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'

/** Longer than any page needs, so that only a page that does nothing fails, however busy the machine is. */
const TIMEOUT = 60_000

/** Connects to the run's Chromium; every connection has contexts of its own. */
export const connectToChromium = (): Promise<Browser> => chromium.connect(inject('chromiumEndpoint'))

export interface PageOptions extends BrowserContextOptions {
  /** Complaints that are meant, such as an error status that the test asks for. */
  readonly allowed?: RegExp
}

/**
 * Gives the tests of a file fresh pages of the run's Chromium: `open` makes a page in a context of its own, closes it
 * after the test, and fails the test for what went wrong in it: warnings and errors of the console, uncaught errors,
 * requests that failed, and dialogs.
 */
export const useBrowser = () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await connectToChromium()
  })
  afterAll(() => browser?.close())

  const open = async ({ allowed, ...options }: PageOptions = {}): Promise<Page> => {
    const complaints: string[] = []
    let isClosing = false
    const complain = (text: string): void => {
      if (allowed?.test(text) !== true) complaints.push(text)
    }
    const context = await browser.newContext(options)
    onTestFinished(async () => {
      isClosing = true
      await context.close()
      expect(complaints).toEqual([])
    })
    const page = await context.newPage()
    page.setDefaultTimeout(TIMEOUT)
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) complain(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => complain(String(error)))
    page.on('requestfailed', (request) => {
      if (!isClosing) complain(`failed: ${request.url()} ${request.failure()?.errorText}`)
    })
    page.on('dialog', (dialog) => {
      complain(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    return page
  }
  return { open }
}

import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { findChromium } from '../../contracts/psu/find-browser.ts'
import { quietFlags } from '../../contracts/psu/launch-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's Chromium. */
    chromiumEndpoint: string
  }
}

/** Starts the one Chromium of the run, which every browser test connects to. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const executablePath = await findChromium()
  if (executablePath === undefined) {
    throw new Error('No Chrome or Chromium found: run "node test/browser/ensure-chromium.mjs" or set CHROME_PATH')
  }
  // The pages are our own, and as root (in a container) Chromium refuses to start with its sandbox.
  const own = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-site-isolation-trials']
  const args = [...own, ...quietFlags]
  const server = await chromium.launchServer({ executablePath, args, host: '127.0.0.1' })
  project.provide('chromiumEndpoint', server.wsEndpoint())
  return () => server.close()
}

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

// Ubuntu's /usr/bin/chromium-browser is left out on purpose: it is a stub that only asks for a snap.
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/lib/chromium/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
}

const NAMES_ON_PATH = process.platform === 'win32' ? [] : ['chromium', 'google-chrome', 'google-chrome-stable']

/**
 * Returns the path of a Chrome or Chromium that can be started. `FINAPI_BROWSER` and `CHROME_PATH` take precedence, and
 * are an error when nothing can be started there.
 */
export const findChromium = async (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> => {
  for (const name of ['FINAPI_BROWSER', 'CHROME_PATH']) {
    const chosen = environment[name]
    if (!chosen) continue
    // A wrong choice is an error: quietly using another browser than the one asked for would mislead.
    if (!isExecutable(chosen)) throw new Error(`${name} is ${chosen}, but no executable file is there`)
    return chosen
  }
  // Fixed places come first, and playwright-core last: importing it costs more than all the other checks together.
  return (
    [...(PLACES[process.platform] ?? []), ...listPathCandidates()].find(isExecutable) ?? (await findPlaywrightBuild())
  )
}

const listPathCandidates = (): string[] => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => NAMES_ON_PATH.map((name) => join(folder, name)))
}

const findPlaywrightBuild = async (): Promise<string | undefined> => {
  try {
    const { chromium } = await import('playwright-core')
    const path = chromium.executablePath()
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined // playwright-core is not installed, or has no build for this platform
  }
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

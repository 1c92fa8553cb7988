import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

// Fixed places come first, and playwright-core last: importing it costs more than all the other looks together.
// Ubuntu's /usr/bin/chromium-browser is left out on purpose: it is a stub that only asks for a snap.
const places = {
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

const namesOnPath = process.platform === 'win32' ? [] : ['chromium', 'google-chrome', 'google-chrome-stable']

// Plain JavaScript, because the step that installs a browser for the tests runs before anything is built.

/** The path of a Chrome or Chromium that can be started, or undefined. What a variable names wins over all else. */
export async function findChromium(environment = process.env) {
  for (const name of ['FINAPI_BROWSER', 'CHROME_PATH']) {
    const chosen = environment[name]
    if (!chosen) continue
    // A wrong choice is an error: quietly using another browser than the one asked for would mislead.
    if (!isExecutable(chosen)) throw new Error(`${name} is ${chosen}, but no executable file is there`)
    return chosen
  }
  return [...(places[process.platform] ?? []), ...onPath()].find(isExecutable) ?? (await playwrightsOwn())
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => namesOnPath.map((name) => join(folder, name)))
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core')
    const path = chromium.executablePath()
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined // playwright-core is not installed, or knows no build for this platform
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

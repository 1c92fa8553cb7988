/** Run before the browser tests: silent and quick where there is a Chromium, installs one where there is none. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findChromium } from '../../contracts/psu/find-browser.ts'

const isRoot = process.getuid?.() === 0

const log = (line: string): void => {
  process.stderr.write(`ensure-chromium: ${line}\n`)
}

const install = async (): Promise<void> => {
  const playwright = { tool: "playwright-core's installer", install: installWithPlaywright }
  const debian = { tool: 'apt-get', install: installWithApt }
  for (const attempt of isRoot && existsSync('/etc/debian_version') ? [debian, playwright] : [playwright]) {
    log(`no Chrome or Chromium found, installing one with ${attempt.tool} …`)
    attempt.install()
    // Searched again instead of trusting an exit code: Ubuntu's package installs fine and brings no browser.
    const path = await findChromium()
    if (path !== undefined) return log(`installed ${path}`)
  }
  throw new Error(
    'no Chrome or Chromium found and none could be installed; install one yourself or set CHROME_PATH to its executable',
  )
}

const installWithApt = (): void => {
  const apt = (...args: string[]): boolean => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args])
  const once = (): boolean =>
    apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
  // Mirrors and package lists go out of step now and then; a second attempt usually finds them together.
  if (!once()) once()
}

const installWithPlaywright = (): void => {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json')
  const installer = join(dirname(manifest), 'cli.js')
  const canInstallLibraries = isRoot && process.platform === 'linux'
  run(process.execPath, [installer, 'install', ...(canInstallLibraries ? ['--with-deps'] : []), 'chromium'])
  if (process.platform === 'linux' && !isRoot)
    log('if it does not start, run "sudo npx playwright-core install-deps chromium" once')
}

const run = (command: string, args: readonly string[]): boolean => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (error) log(`${command}: ${error.message}`)
  return status === 0
}

try {
  if ((await findChromium()) === undefined) await install()
} catch (error) {
  log(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

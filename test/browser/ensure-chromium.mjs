// Run before the browser tests: silent and quick where a Chromium is there, installs one where it is not.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findChromium } from '../../contracts/psu/find-browser.mjs'

const isRoot = process.getuid?.() === 0

try {
  if ((await findChromium()) === undefined) await install()
} catch (error) {
  console.error(`ensure-chromium: ${error.message}`)
  process.exitCode = 1
}

async function install() {
  const playwright = { tool: "playwright-core's installer", install: withPlaywright }
  const debian = { tool: 'apt-get', install: withApt }
  for (const attempt of isRoot && existsSync('/etc/debian_version') ? [debian, playwright] : [playwright]) {
    console.log(`ensure-chromium: no Chrome or Chromium found, installing one with ${attempt.tool} …`)
    attempt.install()
    // Asked again instead of trusting an exit code: Ubuntu's package installs fine and brings no browser.
    const path = await findChromium()
    if (path !== undefined) return console.log(`ensure-chromium: installed ${path}`)
  }
  throw new Error(
    'no Chrome or Chromium found and none could be installed; install one yourself or set CHROME_PATH to its executable',
  )
}

function withApt() {
  const apt = (...args) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args])
  const once = () => apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
  // Mirrors and package lists go out of step now and then; a second look usually sees them together.
  if (!once()) once()
}

function withPlaywright() {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json')
  const installer = join(dirname(manifest), 'cli.js')
  const canInstallLibraries = isRoot && process.platform === 'linux'
  run(process.execPath, [installer, 'install', ...(canInstallLibraries ? ['--with-deps'] : []), 'chromium'])
  if (process.platform === 'linux' && !isRoot)
    console.log('ensure-chromium: if it does not start, run "sudo npx playwright-core install-deps chromium" once')
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (error) console.error(`ensure-chromium: ${command}: ${error.message}`)
  return status === 0
}

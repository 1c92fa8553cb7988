/**
 * `npm run dev -- [FLAGS]`: serves like `npm start`, and builds and starts anew whenever a source or a scenario file
 * changes, those of `--scenarios DIR` included. While the sources cannot be built, the server stays as it was.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const FOLDERS = ['server', 'client', 'contracts', 'scenarios', '.build/lib']
const NOT_SOURCES = /(^|[/\\])(generated|\..*|.*\.test\.ts)([/\\]|$)/
/** An editor that saves several files, or one in several moves, causes one restart (ms). */
const CALM = 100

const flags = process.argv.slice(2)

const findScenarioFolder = (): string | undefined => {
  const { values } = parseArgs({ args: flags, options: { scenarios: { type: 'string' } }, strict: false })
  const folder = values.scenarios ?? process.env.FINAPI_MOCK_SCENARIOS
  return typeof folder === 'string' && existsSync(folder) ? folder : undefined
}

/** Returns a function that waits for a change below the folders, or for one that came since its last call. */
const watchFolders = (folders: readonly string[]): (() => Promise<string>) => {
  let changed: string | undefined
  let resume = (): void => {}
  for (const folder of folders) {
    watch(folder, { recursive: true }, (_, name) => {
      if (name === null || NOT_SOURCES.test(name)) return
      changed = `${folder}${sep}${name}`
      resume()
    })
  }
  return async () => {
    while (changed === undefined) await new Promise<void>((resolve) => (resume = resolve))
    await sleep(CALM)
    const path = changed
    changed = undefined
    return path
  }
}

const build = async (): Promise<boolean> => {
  const [code] = await once(
    spawn(process.execPath, ['.build/run.mjs', '.build/bundle.ts'], { stdio: 'inherit' }),
    'exit',
  )
  return code === 0
}

const startServer = (): ChildProcess =>
  spawn(process.execPath, ['--enable-source-maps', 'dist/cli.js', ...flags], { stdio: 'inherit' })

const stopServer = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill()
  await ended
}

const ownFolder = findScenarioFolder()
const waitForChange = watchFolders(ownFolder === undefined ? FOLDERS : [...FOLDERS, ownFolder])

let server: ChildProcess | undefined
const leave = async (): Promise<void> => {
  if (server !== undefined) await stopServer(server)
  process.exit()
}
process.once('SIGINT', leave)
process.once('SIGTERM', leave)

for (;;) {
  if (await build()) {
    if (server !== undefined) await stopServer(server)
    server = startServer()
  } else {
    process.stderr.write('dev: could not be built; waiting for a change\n')
  }
  const path = await waitForChange()
  process.stderr.write(`dev: ${path} changed\n`)
}

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { request } from 'undici'

const MAX_START = 40_000

/** The unit in which Linux counts CPU time (µs). */
const TICK = 10_000

/** The environment without what a shell may have set and a user has not: extra certificates alone cost a start 70 ms. */
export const plainEnvironment = () => {
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, ...rest } = process.env
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FINAPI_MOCK_')))
}

/** CPU time (µs) that a process has used, or `undefined` on a system without `/proc`. */
const cpuTime = (pid) => {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13)
    return (Number(user) + Number(system)) * TICK
  } catch {
    return undefined
  }
}

/** Resident memory (bytes) of a process. */
const residentMemory = (pid) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024

const spawnServer = (command, options) => {
  const [file, ...args] = command
  const child = spawn(file, args, { env: plainEnvironment(), ...options })
  // A server that a failed run left behind would disturb the next one.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'close').then(() => process.off('exit', kill))
  const stop = async () => {
    child.kill()
    await ended
  }
  return { child, ended, stop }
}

const serverOf = ({ child, stop }, url) => ({
  url,
  cpu: () => cpuTime(child.pid),
  rss: () => residentMemory(child.pid),
  stop,
})

/** Starts a server whose first line of output ends with its URL. */
export const startPrinting = async (command) => {
  const started = spawnServer(command, { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const lines = createInterface({ input: started.child.stdout })
    const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(MAX_START) })
    return serverOf(started, line.split(' ').at(-1))
  } catch (error) {
    await started.stop()
    throw error
  }
}

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const responds = async (url) => {
  try {
    const { body } = await request(url, { headersTimeout: 2000 })
    await body.dump()
    return true
  } catch {
    return false
  }
}

/** Starts a server that has to be given a port: `commandFor(port)`. Its output is dropped. */
export const startOnPort = async (commandFor) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const started = spawnServer(commandFor(port), { stdio: 'ignore' })
  const { child, stop } = started
  const until = performance.now() + MAX_START
  while (!(await responds(url))) {
    if (child.exitCode !== null) throw new Error(`ended with exit code ${child.exitCode} at its start`)
    if (performance.now() > until) {
      await stop()
      throw new Error(`did not respond within ${MAX_START / 1000} s`)
    }
    await setTimeout(100)
  }
  return serverOf(started, url)
}

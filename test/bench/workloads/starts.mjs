import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { request } from 'undici'
import { BARE, MOCK } from '../servers/ours.mjs'
import { plainEnvironment } from '../servers/process.mjs'
import { takeTurns } from '../turns.mjs'

const run = ([file, ...args]) =>
  spawn(file, args, { env: plainEnvironment(), stdio: ['ignore', 'pipe', 'inherit'], timeout: 15_000 })

/** From spawning to the end of a process that does nothing. */
const runNothing = async () => {
  const begin = performance.now()
  await once(run([process.execPath, '-e', '0']), 'exit')
  return { wall: performance.now() - begin }
}

/** From spawning to the first token. */
const runServer = (command) => async () => {
  const begin = performance.now()
  const child = run(command)
  const ended = once(child, 'exit')
  try {
    const lines = createInterface({ input: child.stdout })
    const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(10_000) })
    const { statusCode, body } = await request(`${line.split(' ').at(-1)}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' },
      body: 'grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret',
    })
    const { access_token: token } = await body.json()
    const wall = performance.now() - begin
    if (statusCode !== 200 || !token) throw new Error(`the first response is ${statusCode}`)
    return { wall }
  } finally {
    child.kill()
    await ended
  }
}

/** Process start to first correct response, on all cores. */
export const measureStarts = (turns) =>
  takeTurns(turns, {
    nothing: runNothing,
    bare: runServer(BARE),
    again: runServer(BARE),
    mock: runServer(MOCK),
  })

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'

export const CONNECTIONS = 32

/** Without what a shell may have set and a user has not: extra certificates alone cost a start 70 ms. */
export const plainEnvironment = () => {
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, ...rest } = process.env
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FINAPI_MOCK_')))
}

/** Starts a server file of this folder in a process of its own, with a pool of connections to it. */
export const startServer = async (file, execArgv = []) => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { env: plainEnvironment(), execArgv })
  const ask = async (message) => {
    const reply = once(child, 'message', { signal: AbortSignal.timeout(20_000) })
    child.send(message)
    return (await reply)[0]
  }
  const [{ url }] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) })
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 })
  return {
    url,
    pool,
    usage: () => ask('usage'),
    learn: (answers) => ask({ answers }),
    stop: async () => {
      await pool.destroy()
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

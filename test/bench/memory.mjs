import { setTimeout } from 'node:timers/promises'
import { createUsers, importRequest, requestToken, withoutSca } from './finapi.mjs'
import { each, exchange } from './load.mjs'
import { startServer } from './servers.mjs'

const IMPORTS = 50_000
const PER_USER = 25
const PATIENCE = 22_000

/** Resident memory of a fresh server, and with 50,000 imports that are all kept. Stops early where a machine is slow. */
export const benchMemory = async () => {
  const mock = await startServer('./mock-server.mjs')
  try {
    await requestToken(mock.pool, { grant_type: 'client_credentials' })
    await setTimeout(300)
    const idle = (await mock.usage()).rss
    const until = performance.now() + PATIENCE
    let imports = 0
    const tokens = await createUsers(mock.pool, IMPORTS / PER_USER)
    await each(IMPORTS, async (index) => {
      if (performance.now() > until) return
      const token = tokens[index % tokens.length]
      const pin = String(Math.floor(index / tokens.length))
      await exchange(mock.pool, importRequest('v2', token, withoutSca(pin)), 201)
      imports++
    })
    await setTimeout(500)
    return { idle, loaded: (await mock.usage()).rss, imports }
  } finally {
    await mock.stop()
  }
}

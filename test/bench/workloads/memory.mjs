import { setTimeout } from 'node:timers/promises'
import { startMock } from '../servers/ours.mjs'
import { importExample } from './example.mjs'
import { ask, createUsers, hashOf, importSteps, requestToken } from './finapi.mjs'

/** How many requests, counted in this many parts: memory is sampled after each. */
const REQUESTS = 400_000
const PARTS = 4

/** How long (ms) the load lasts between two looks at the count. */
const SLICE = 2000

/** Waits a moment, so that what an idle server puts off is done, and answers its resident memory (bytes). */
const settledMemory = async (mock) => {
  await setTimeout(500)
  return mock.rss()
}

/** A mix of requests that leaves nothing behind: import steps, bank connections, and a few pages of transactions. */
const mixOf = async (mock) => {
  const { request: connection } = await importExample(mock, 'v2')
  const page = { ...connection, path: '/api/v2/transactions?view=userView&perPage=100&page=1' }
  const [token] = await createUsers(mock, 1)
  const start = await ask(mock, importSteps('v2', token).start, 510)
  const { choose } = importSteps('v2', token, hashOf(start))
  return [...Array.from({ length: 16 }, () => [choose, connection]).flat(), page]
}

/** Resident memory of a fresh server: idle, after its first token. */
const idleMemory = async (mock) => {
  await requestToken(mock, { grant_type: 'client_credentials' })
  return settledMemory(mock)
}

/** Starts a server for one measurement. */
const withMock = async (placement, measure) => {
  const mock = await startMock(placement)
  try {
    return await measure(mock)
  } finally {
    await mock.stop()
  }
}

export const measureIdleMemory = (placement) => withMock(placement, idleMemory)

/** Resident memory of a server, idle and after each quarter of 400,000 requests; its journal records. */
export const measureMemory = ({ placement, generate }) =>
  withMock(placement, async (mock) => {
    const idle = await idleMemory(mock)
    const requests = await mixOf(mock)
    const samples = []
    let sent = 0
    for (let part = 1; part <= PARTS; part++) {
      while (sent < (REQUESTS / PARTS) * part) {
        sent += (await generate(mock, { requests, expected: [200, 510] }, SLICE)).requests
      }
      samples.push(await settledMemory(mock))
    }
    return { idle, samples, sent }
  })

import { setTimeout } from 'node:timers/promises'
import { rawRequest } from './raw-request.mjs'
import { runSocketClient } from './socket-client.mjs'
import { runWrk, wrkVersion } from './wrk.mjs'

export const CONNECTIONS = 32

/** Chooses the generator: `wrk` where it is installed, a client on plain sockets otherwise. */
const chooseGenerator = () => {
  const version = wrkVersion()
  if (version !== undefined) return { run: runWrk, text: version }
  return { run: runSocketClient, text: 'plain sockets of Node, in a process of its own (wrk is not installed)' }
}

const QUIET = 30
const MAX_QUIET_CHECKS = 30

/** Waits until a server has done what was under way when its load ended: it would slow down the next one. */
const untilQuiet = async (server) => {
  let before = server.cpu()
  for (let check = 0; check < MAX_QUIET_CHECKS; check++) {
    await setTimeout(QUIET)
    const now = server.cpu()
    if (now === before) return
    before = now
  }
}

/** Fails unless each response had one of the expected statuses. */
const expectStatuses = (url, { requests, errors, statuses }, expected) => {
  const others = Object.keys(statuses).filter((status) => !expected.includes(Number(status)))
  if (errors === 0 && others.length === 0 && requests > 0) return
  throw new Error(
    `${url}: ${errors} broken connections and the statuses ${JSON.stringify(statuses)} instead of ${expected}`,
  )
}

/**
 * Makes the function that puts a server under load for a time (ms). The load is either `requests`, sent again and again,
 * or a `sequence`: `steps`, each with the hash of the response before it, once for each of the `tokens`.
 */
export const makeGenerator = (placement, directory) => {
  const { run, text } = chooseGenerator()
  const generate = async (server, { requests, sequence, expected, connections = CONNECTIONS }, time) => {
    const { host, hostname, port } = new URL(server.url)
    const load = {
      url: server.url,
      hostname,
      port: Number(port),
      connections,
      time,
      requests: (requests ?? sequence.steps).map((request) => rawRequest(request, host)),
      tokens: sequence?.tokens,
    }
    const before = server.cpu()
    const result = await run(load, { command: placement.generator, directory })
    const after = server.cpu()
    await untilQuiet(server)
    if (!result.exhausted) expectStatuses(server.url, result, expected)
    return { ...result, cpu: before === undefined ? undefined : after - before }
  }
  return { generate, text }
}

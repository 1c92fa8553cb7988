/**
 * A process of its own: the generator for machines without wrk. Reads a load as JSON from its input, keeps connections
 * to the server busy for its time, and prints the result as wrk's scripts do. It parses no more than it needs, so that it
 * costs less than the server.
 */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { makeReader } from './http-reader.mjs'
import { STAND_INS } from './raw-request.mjs'

const { hostname, port, connections, time, requests, tokens } = JSON.parse(await text(process.stdin))
const raw = requests.map((request) => Buffer.from(request))
const statuses = {}
const latencies = []
const sockets = []
let errors = 0
let exhausted = false
let lastRequest = -1
let imports = 0

/** Makes the function that writes the next request of a connection, given the response before it. */
const makeRotation = () => () => {
  lastRequest = (lastRequest + 1) % raw.length
  return raw[lastRequest]
}

const makeSequence = () => {
  let step = -1
  let token = ''
  return (readResponse) => {
    step = (step + 1) % requests.length
    if (step === 0) {
      token = tokens[imports++] ?? token
      exhausted = imports > tokens.length
    }
    const hash = step === 0 ? '' : /"hash":"([0-9a-f]+)"/.exec(readResponse().latin1Slice())?.[1]
    return requests[step].replace(STAND_INS.token, token).replace(STAND_INS.hash, hash)
  }
}

const begin = performance.now()
const until = begin + time

const keepBusy = () => {
  const next = tokens === undefined ? makeRotation() : makeSequence()
  const socket = connect({ host: hostname, port, noDelay: true })
  sockets.push(socket)
  let sent = 0
  const send = (readResponse) => {
    const request = next(readResponse)
    sent = performance.now()
    socket.write(request)
  }
  socket.on('connect', () => send())
  socket.on(
    'data',
    makeReader((status, readResponse) => {
      const now = performance.now()
      if (now > until || exhausted) {
        finish(now)
        return
      }
      latencies.push(now - sent)
      statuses[status] = (statuses[status] ?? 0) + 1
      send(readResponse)
    }),
  )
  socket.on('error', () => {
    errors++
  })
}

const finish = (now) => {
  for (const socket of sockets) socket.destroy()
  latencies.sort((a, b) => a - b)
  const percentile = (share) => Math.round((latencies[Math.ceil(latencies.length * share) - 1] ?? 0) * 1000)
  const result = {
    requests: latencies.length,
    time: Math.round((now - begin) * 1000),
    p50: percentile(0.5),
    p99: percentile(0.99),
    errors,
    exhausted,
    statuses,
  }
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit())
}

// A server that stops responding must not keep the run waiting.
setTimeout(() => finish(performance.now()), time + 1000)
for (let count = 0; count < connections; count++) keepBusy()

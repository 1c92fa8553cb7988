import { setTimeout as pause } from 'node:timers/promises'
import { type Chance, createChance } from '../helpers/chance.ts'
import { draftRequest } from './draft-request.ts'
import { pickWeighted } from './draw.ts'
import type { Finding } from './finding.ts'
import { mutateRequest } from './mutate-request.ts'
import { operations } from './operations.ts'
import { findProblem } from './oracle.ts'
import { createPool } from './pool.ts'
import type { FuzzRequest, FuzzResponse } from './request.ts'
import { prepareForSocket } from './socket-target.ts'
import { openConnection, writeRequest } from './wire.ts'

export interface OddityOptions {
  readonly url: string
  readonly seed: string
  /** Number of requests of each kind. */
  readonly count: number
}

/** Operations without effect on time, faults and worlds, whose responses never depend on one another. */
const HARMLESS = operations.filter(
  ({ id, surface }) =>
    (surface !== 'control' || id.startsWith('list') || id.startsWith('get')) && id !== 'takeSnapshot',
)

/** Sends what only a socket can send: pipelines, broken HTTP, half requests, and clients that hang up or are slow. */
export const sendOddities = async ({
  url,
  seed,
  count,
}: OddityOptions): Promise<{ sent: number; findings: Finding[] }> => {
  const chance = createChance(seed)
  const findings: Finding[] = []
  let sent = 0
  const report = (problem: string, request: FuzzRequest, response?: FuzzResponse): void => {
    findings.push({ problem, request, response, earlier: [], at: `seed ${seed}, over a socket` })
  }

  const pool = createPool()
  const generate = (): FuzzRequest => {
    const { request } = draftRequest(pickWeighted(chance, HARMLESS), '', { chance, pool, worlds: ['default'] })
    return prepareForSocket(chance.int(0, 1) === 0 ? request : mutateRequest(request, chance))
  }

  const check = (request: FuzzRequest, response: FuzzResponse | undefined): void => {
    sent++
    const problem = response === undefined ? 'no response' : findProblem(request, response)
    if (problem !== undefined) report(problem, request, response)
  }

  const { host } = new URL(url)
  for (let left = count; left > 0; left -= PIPELINE) {
    const requests = Array.from({ length: PIPELINE }, generate)
    const { socket, read } = await openConnection(url)
    socket.write(Buffer.concat(requests.map((request) => writeRequest(request, host))))
    for (const request of requests) {
      // The rest of a pipeline is lost if the server closes the connection after a body that it did not read.
      const response = await read(request.method)
      if (response === undefined) break
      check(request, response)
      if (response.headers.get('connection') === 'close') break
    }
    socket.destroy()
  }

  for (const text of BROKEN) {
    sent++
    const { socket, read } = await openConnection(url)
    socket.end(Buffer.from(text, 'latin1'))
    const response = await read().catch((error: Error) => {
      report(error.message, raw(text))
      return undefined
    })
    if (response !== undefined && (response.status < 400 || response.status >= 500)) {
      report(`${response.status} to broken HTTP`, raw(text), response)
    }
    socket.destroy()
  }

  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const request = generate()
      const bytes = writeRequest(request, host, index % 2 === 0 ? 'length' : 'chunked')
      const { socket, read } = await openConnection(url)
      sent++
      switch (index % 3) {
        case 0:
          // Hangs up within head or body.
          socket.write(bytes.subarray(0, chance.int(1, Math.max(1, bytes.length - 1))))
          await pause(1)
          socket.resetAndDestroy()
          break
        case 1:
          // Hangs up as soon as the response comes.
          socket.write(bytes)
          await Promise.race([pause(chance.int(0, 3)), read(request.method).catch(() => undefined)])
          socket.resetAndDestroy()
          break
        default: {
          const size = Math.ceil(bytes.length / 5)
          for (let from = 0; from < bytes.length; from += size) {
            socket.write(bytes.subarray(from, from + size))
            await pause(1)
          }
          check(request, await read(request.method))
          socket.destroy()
        }
      }
    }),
  )
  await checkHosts(url, chance, report)
  return { sent, findings }
}

const PIPELINE = 15

const raw = (text: string): FuzzRequest => ({
  operation: 'broken HTTP',
  method: 'raw',
  path: JSON.stringify(text.slice(0, 500)),
  headers: [],
  body: undefined,
})

/** The control API is for this machine, finAPI's surface for any name that a proxy may have. */
const checkHosts = async (
  url: string,
  chance: Chance,
  report: (problem: string, request: FuzzRequest, response?: FuzzResponse) => void,
): Promise<void> => {
  for (const path of ['/_mock/worlds', '/_mock/clock', '/_mock/journal', '/api/v2/users']) {
    const host = chance.pick(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example'])
    const request: FuzzRequest = {
      operation: 'foreign host',
      method: 'GET',
      path,
      headers: [['Host', host]],
      body: undefined,
    }
    const { socket, read } = await openConnection(url)
    socket.write(writeRequest({ ...request, headers: [] }, host))
    const response = await read()
    const wanted = path.startsWith('/_mock') ? 403 : 401
    if (response?.status !== wanted)
      report(`${response?.status} instead of ${wanted} for a foreign host`, request, response)
    socket.destroy()
  }
}

const HEAD = 'Host: localhost\r\n'

/** Messages that are no HTTP, or that end too early; the server may close the connection or refuse them. */
const BROKEN: readonly string[] = [
  '',
  '\r\n\r\n',
  'GET\r\n\r\n',
  'GET /\r\n\r\n',
  `GET / HTTP/9.9\r\n${HEAD}\r\n`,
  'GET /_mock/health HTTP/1.1\r\n\r\n',
  `GET /api/v2/users HTTP/1.1\r\n${HEAD}${HEAD}\r\n`,
  'GET /api/v2/users HTTP/1.1\r\nHost: a b\r\n\r\n',
  'GET /api/v2/users HTTP/1.1\r\nHost: [::1\r\n\r\n',
  'GET /api/v2/users HTTP/1.1\r\nHost: x/y?z\r\n\r\n',
  `GET http://[bad/ HTTP/1.1\r\n${HEAD}\r\n`,
  `GET * HTTP/1.1\r\n${HEAD}\r\n`,
  `GET api/v2/users HTTP/1.1\r\n${HEAD}\r\n`,
  `GET /api v2 HTTP/1.1\r\n${HEAD}\r\n`,
  `GET /\u0000 HTTP/1.1\r\n${HEAD}\r\n`,
  `CONNECT evil.example:443 HTTP/1.1\r\n${HEAD}\r\n`,
  `X /api/v2/users HTTP/1.1\r\n${HEAD}\r\n`,
  `GET /api/v2/users HTTP/1.1\r\n${HEAD}X-Odd: a\u0000b\r\n\r\n`,
  `GET /api/v2/users HTTP/1.1\r\n${HEAD}X Odd: a\r\n\r\n`,
  `GET /api/v2/users HTTP/1.1\r\n${HEAD}: a\r\n\r\n`,
  `GET /api/v2/users HTTP/1.1\r\n${HEAD}X-Odd: ${'a'.repeat(70_000)}\r\n\r\n`,
  `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n${HEAD}\r\n`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Content-Length: 10\r\n\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Content-Length: -1\r\n\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Content-Length: x\r\n\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\n{}`,
  `POST /api/v2/users HTTP/1.1\r\n${HEAD}Transfer-Encoding: gzip\r\n\r\n{}`,
  `POST /_mock/bank/login HTTP/1.1\r\n${HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nstate=1`,
  `POST /_mock/device HTTP/1.1\r\n${HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nhash=1`,
  `POST /_mock/clock/advance HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"by":`,
  `POST /oauth/token HTTP/1.1\r\n${HEAD}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab`,
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
]

import { CONNECTIONS } from './servers.mjs'

/** Sends one request and answers its status; the body is read and dropped, so that sending costs little. */
const send = (pool, request) =>
  new Promise((resolve, reject) => {
    let status = 0
    pool.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode
      },
      onResponseData() {},
      onResponseEnd() {
        resolve(status)
      },
      onResponseError(_controller, error) {
        reject(error)
      },
    })
  })

/** Sends a request and answers its status and JSON body. */
export const call = async (pool, request) => {
  const { statusCode, body } = await pool.request(request)
  return { status: statusCode, body: await body.json() }
}

export const expectStatus = (status, expected, request) => {
  if (status !== expected) throw new Error(`${request.method} ${request.path}: ${status} instead of ${expected}`)
}

/** Does `task(index, lane)` for each index below `count`, as many at a time as there are connections. */
export const each = async (count, task) => {
  let next = 0
  const worker = async (lane) => {
    while (next < count) await task(next++, lane)
  }
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, count) }, (_, lane) => worker(lane)))
}

/** How long a slice lasts (ms): a fixed time, so that a run takes as long on a slow machine as on a fast one. */
const SLICE = 180
const WARM_UP = 900

/** Does tasks for as long as a slice lasts, at most `limit` of them, and answers how many. */
const during = async (time, limit, task) => {
  const until = performance.now() + time
  let done = 0
  const worker = async (lane) => {
    while (performance.now() < until && done < limit) await task(done++, lane)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, lane) => worker(lane)))
  return done
}

/** Sends and checks a request. */
export const exchange = async (pool, request, expected) => expectStatus(await send(pool, request), expected, request)

/** Time, and CPU time of the server, of one slice of tasks: µs per task. */
export const measure = async (server, task, { warmUp = false, limit = Number.POSITIVE_INFINITY } = {}) => {
  const before = await server.usage()
  const begin = performance.now()
  const count = await during(warmUp ? WARM_UP : SLICE, limit, task)
  const wall = ((performance.now() - begin) * 1000) / count
  const after = await server.usage()
  return { wall, cpu: (after.cpu - before.cpu) / count }
}

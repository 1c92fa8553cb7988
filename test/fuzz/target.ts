import { createMockApp, type MockServerOptions } from '../../server/index.ts'
import { MOMENT } from '../helpers/api-dialect.ts'
import { type FuzzRequest, type FuzzResponse, withHeaders } from './request.ts'

/** A server that requests are sent to. */
export interface Target {
  send(request: FuzzRequest): Promise<FuzzResponse>
}

/** The options of every fuzzed server: the clock stands still, and each response is checked against its contract. */
export const FUZZ_OPTIONS: MockServerOptions = { now: MOMENT, checkResponses: true }

/** The control API accepts calls only under the name of this machine. */
const ORIGIN = 'http://localhost'

/** Creates a mock in this process. */
export const createTarget = (): Target => {
  const app = createMockApp(FUZZ_OPTIONS)
  return {
    send: async (request) => {
      const { method, path, headers, body } = request
      const isBodiless = body === undefined || method === 'GET' || method === 'HEAD'
      const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]) }
      const response = await app.fetch(new Request(ORIGIN + path, isBodiless ? init : { ...init, body }))
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
  }
}

/** Returns a request as `Request` passes it on: with a resolved path, a known method in capitals, and a type for any body. */
export const normaliseRequest = (request: FuzzRequest): FuzzRequest => {
  const { pathname, search } = new URL(ORIGIN + request.path)
  const typed =
    request.headers.some(([name]) => name.toLowerCase() === 'content-type') || typeof request.body !== 'string'
      ? request
      : withHeaders(request, ['Content-Type', 'text/plain;charset=UTF-8'])
  return { ...typed, method: new Request(ORIGIN, { method: request.method }).method, path: pathname + search }
}

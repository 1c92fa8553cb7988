import { METHODS } from 'node:http'
import type { FuzzRequest, FuzzResponse } from './request.ts'
import { normaliseRequest, type Target } from './target.ts'
import { type Connection, openConnection, writeRequest } from './wire.ts'

/** In bytes; Node refuses a head of more than 16,384 before the server sees it. */
const MAX_HEAD = 15_000

/** Returns a request as Node's parser accepts it. */
export const prepareForSocket = (request: FuzzRequest): FuzzRequest => {
  const { method, path: given, headers, ...rest } = normaliseRequest(request)
  const path = given.slice(0, MAX_HEAD)
  let size = path.length
  return {
    ...rest,
    method: METHODS.includes(method) && method !== 'CONNECT' ? method : 'OPTIONS',
    path,
    headers: headers.filter(([name, value]) => {
      size += name.length + value.length + 4
      return size < MAX_HEAD
    }),
  }
}

/** Creates a target that sends requests over one connection as long as the server keeps it, every third one in chunks. */
export const createSocketTarget = (url: string): Target & { close(): void } => {
  const { host } = new URL(url)
  let connection: Connection | undefined
  let count = 0
  const send = async (request: FuzzRequest): Promise<FuzzResponse> => {
    if (connection === undefined || connection.isClosed) connection = await openConnection(url)
    const { socket, read } = connection
    socket.write(writeRequest(request, host, ++count % 3 === 0 ? 'chunked' : 'length'))
    const response = await read(request.method)
    if (response === undefined) throw new Error('the server ended the connection without a response')
    if (response.headers.get('connection') === 'close') socket.destroy()
    return response
  }
  // One after the other: a late response would be read as that of the next request.
  let last: Promise<unknown> = Promise.resolve()
  return {
    send: (request) => {
      const next = last.then(() => send(request))
      last = next.catch(() => {
        connection?.socket.destroy()
        connection = undefined
      })
      return next
    },
    close: () => connection?.socket.destroy(),
  }
}

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { FuzzRequest, FuzzResponse } from './request.ts'

/** How a body is framed in HTTP/1.1. */
export type Framing = 'length' | 'chunked'

/** Writes a request as the bytes of HTTP/1.1. */
export const writeRequest = (request: FuzzRequest, host: string, framing: Framing = 'length'): Buffer => {
  const { method, path, headers, body } = request
  const bytes = Buffer.from(body ?? '')
  const isChunked = framing === 'chunked' && body !== undefined
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes.length}`,
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return Buffer.concat([head, isChunked ? toChunks(bytes) : bytes])
}

/** Small chunks, with an extension and a trailer, as HTTP allows them. */
const toChunks = (bytes: Buffer): Buffer => {
  const parts: Buffer[] = []
  const size = Math.max(1, Math.ceil(bytes.length / 7))
  for (let from = 0; from < bytes.length; from += size) {
    const part = bytes.subarray(from, from + size)
    parts.push(Buffer.from(`${part.length.toString(16)};x=1\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\nX-Trailer: 1\r\n\r\n')])
}

/** A connection that responses are read from in the order of their requests. */
export interface Connection {
  readonly socket: Socket
  /** True after the server has ended it. */
  readonly isClosed: boolean
  /** Reads the next response; undefined if the server ends the connection before its head. */
  read(method?: string): Promise<FuzzResponse | undefined>
}

/** In milliseconds without a byte. */
const MAX_SILENCE = 30_000

export const openConnection = async (url: string): Promise<Connection> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received: Buffer = Buffer.alloc(0)
  let isClosed = false
  let failure: Error | undefined
  let wake = (): void => undefined
  socket.on('data', (part) => {
    received = Buffer.concat([received, part])
    wake()
  })
  // A reset is one of the ways in which a server ends a connection.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  socket.setTimeout(MAX_SILENCE, () => {
    failure = new Error(`nothing came within ${MAX_SILENCE} ms`)
    socket.destroy()
  })
  await once(socket, 'connect')

  const more = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })

  const read = async (method = 'GET'): Promise<FuzzResponse | undefined> => {
    for (;;) {
      const parsed = parseResponse(received, method, isClosed)
      if (parsed !== undefined) {
        received = received.subarray(parsed.length)
        // The server goes on after `100 Continue`.
        if (parsed.response.status >= 200) return parsed.response
        continue
      }
      if (failure !== undefined) throw failure
      if (isClosed) {
        if (received.length === 0) return undefined
        throw new Error(`the connection ended within a response: ${received.toString('latin1', 0, 200)}`)
      }
      await more()
    }
  }

  return {
    socket,
    get isClosed() {
      return isClosed || socket.readableEnded
    },
    read,
  }
}

/** Returns the first response in some bytes, and its length; undefined if it is not complete. */
const parseResponse = (
  bytes: Buffer,
  method: string,
  isEnd: boolean,
): { response: FuzzResponse; length: number } | undefined => {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1])
  if (!(status >= 100)) throw new Error(`no response of HTTP/1.1: ${first.slice(0, 200)}`)
  const headers = new Headers()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  const from = headEnd + 4
  const body = readBody(bytes.subarray(from), { headers, status, method, isEnd })
  if (body === undefined) return undefined
  return { response: { status, headers, text: body.bytes.toString() }, length: from + body.length }
}

interface BodyRules {
  readonly headers: Headers
  readonly status: number
  readonly method: string
  readonly isEnd: boolean
}

const readBody = (
  bytes: Buffer,
  { headers, status, method, isEnd }: BodyRules,
): { bytes: Buffer; length: number } | undefined => {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304)
    return { bytes: Buffer.alloc(0), length: 0 }
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes)
  const size = headers.get('content-length')
  if (size === null) return isEnd ? { bytes, length: bytes.length } : undefined
  const length = Number(size)
  return bytes.length < length ? undefined : { bytes: bytes.subarray(0, length), length }
}

const readChunks = (bytes: Buffer): { bytes: Buffer; length: number } | undefined => {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    if (bytes.length < end) return undefined
    if (size === 0) return { bytes: Buffer.concat(parts), length: end }
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = end
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { BodyTooLarge, type HttpRequest, RequestAborted } from '../core/http-request.ts'

/** A request that came through a socket. It reads Node's message directly, because a Request would copy all of it. */
export class SocketRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse
  #signal: AbortSignal | undefined

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, url: string, method: string) {
    this.#incoming = incoming
    this.#outgoing = outgoing
    this.url = url
    this.method = method
  }

  get rawHeaders(): readonly string[] {
    return this.#incoming.rawHeaders
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  readText(maxBytes: number): Promise<string> {
    const incoming = this.#incoming
    return new Promise((resolve, reject) => {
      if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) {
        discardRest(incoming)
        reject(new BodyTooLarge(maxBytes))
        return
      }
      if (incoming.destroyed && !incoming.readableEnded) {
        reject(new RequestAborted())
        return
      }
      let first: Buffer | undefined
      let more: Buffer[] | undefined
      let size = 0
      const onData = (chunk: Buffer): void => {
        size += chunk.length
        if (size > maxBytes) {
          stop()
          discardRest(incoming)
          reject(new BodyTooLarge(maxBytes))
        } else if (first === undefined) first = chunk
        else if (more === undefined) more = [first, chunk]
        else more.push(chunk)
      }
      const onEnd = (): void => {
        stop()
        resolve(decode(more === undefined ? first : Buffer.concat(more, size)))
      }
      const onClose = (): void => {
        stop()
        reject(new RequestAborted())
      }
      const stop = (): void => {
        incoming.off('data', onData)
        incoming.off('end', onEnd)
        incoming.off('close', onClose)
      }
      incoming.on('data', onData)
      incoming.on('end', onEnd)
      incoming.on('close', onClose)
    })
  }

  get signal(): AbortSignal {
    this.#signal ??= createSignal(this.#outgoing)
    return this.#signal
  }
}

/** The rest of a body that is too large is read for this long, in milliseconds, so that the client sees the response. */
const DISCARD_TIME = 500

/** Discards what still arrives of a body, and closes the connection if that does not end soon. */
const discardRest = (incoming: IncomingMessage): void => {
  const timer = setTimeout(() => incoming.socket.destroy(), DISCARD_TIME)
  timer.unref()
  incoming.once('close', () => clearTimeout(timer))
  incoming.resume()
}

const createSignal = (outgoing: ServerResponse): AbortSignal => {
  const controller = new AbortController()
  if (outgoing.destroyed) controller.abort()
  else outgoing.once('close', () => !outgoing.writableFinished && controller.abort())
  return controller.signal
}

/** Decodes UTF-8 without the byte order mark that some clients send. */
const decode = (bytes: Buffer | undefined): string => {
  if (bytes === undefined) return ''
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.toString('utf8', 3) : bytes.toString()
}

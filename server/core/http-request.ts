/** A request as every host reads it, whether it came through a socket or from a caller in the same process. */
export interface HttpRequest {
  /** In upper case, after X-HTTP-Method-Override. */
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** The names and values of the headers in one flat list, as they were sent. */
  readonly rawHeaders: readonly string[]
  /** Returns the value of a header, whose name is given in lower case. */
  header(name: string): string | undefined
  /**
   * Reads the body, which can be read once. Throws a BodyTooLarge, without reading on, as soon as the body exceeds a
   * number of bytes, and a RequestAborted if the client closes the connection before the end.
   */
  readText(maxBytes: number): Promise<string>
  /** Aborted if the client closes the connection before the response is complete. Created on first use. */
  readonly signal: AbortSignal
}

/** A body that is larger than its limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  /** In bytes. */
  readonly limit: number

  constructor(limit: number) {
    super(`The request body is larger than ${limit} bytes.`)
    this.limit = limit
  }
}

/** A request whose client closed the connection in the middle of the body. Nobody receives a response. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted'

  constructor() {
    super('The client closed the connection before the end of the request body.')
  }
}

/** Returns the query of a URL without its `?`; undefined if there is none. */
export const queryOf = (url: string): string | undefined => {
  const start = url.indexOf('?')
  if (start < 0) return undefined
  const end = url.indexOf('#', start)
  return end < 0 ? url.slice(start + 1) : url.slice(start + 1, end)
}

/** Returns the parameters of a request's query. */
export const readParameters = ({ url }: Pick<HttpRequest, 'url'>): URLSearchParams =>
  new URLSearchParams(queryOf(url) ?? '')

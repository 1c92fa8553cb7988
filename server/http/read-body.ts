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

/** In bytes: far more than any request of the API needs, and few enough to be read at once. */
const DEFAULT_MAX_BYTES = 1024 * 1024

/** Reads the text of a body. Throws a BodyTooLarge, without reading on, as soon as it exceeds `limit` bytes. */
export const readBody = async (request: Request, limit = DEFAULT_MAX_BYTES): Promise<string> => {
  const contentLength = request.headers.get('content-length')
  if (contentLength === null) return readCounted(request, limit)
  if (Number(contentLength) > limit) throw new BodyTooLarge(limit)
  return request.text()
}

/** Counts the bytes of a body of unknown length while it arrives. */
const readCounted = async ({ body }: Request, limit: number): Promise<string> => {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) throw new BodyTooLarge(limit)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

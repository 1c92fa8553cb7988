import { bodyTooLarge } from '../errors.ts'

/** Far more than any request of the API needs, and little enough to be read at once. */
export const LARGEST_BODY = 1024 * 1024

/** The text of a body. Throws a 413 as soon as it turns out to be too large, without reading on. */
export const readBody = async (request: Request): Promise<string> => {
  const announced = request.headers.get('content-length')
  if (announced !== null) {
    if (Number(announced) > LARGEST_BODY) throw bodyTooLarge(LARGEST_BODY)
    return request.text()
  }
  if (request.headers.get('transfer-encoding') === null && !(await hasStream(request))) return ''
  return readStream(request)
}

const hasStream = async (request: Request): Promise<boolean> => request.body !== null

/** A body whose length is not announced is counted while it arrives. */
const readStream = async (request: Request): Promise<string> => {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > LARGEST_BODY) {
      await reader.cancel()
      throw bodyTooLarge(LARGEST_BODY)
    }
    chunks.push(part.value)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

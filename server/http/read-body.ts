import { bodyTooLarge } from '../access/errors.ts'

/** Far more than any request of the API needs, and little enough to be read at once. */
export const LARGEST_BODY = 1024 * 1024

/** The text of a body. Throws a 413 as soon as it turns out to be larger than `limit` bytes, without reading on. */
export const readBody = async (request: Request, limit = LARGEST_BODY): Promise<string> => {
  const announced = request.headers.get('content-length')
  if (announced === null) return readCounted(request, limit)
  if (Number(announced) > limit) throw bodyTooLarge(limit)
  return request.text()
}

/** A body whose length is not announced is counted while it arrives. */
const readCounted = async ({ body }: Request, limit: number): Promise<string> => {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) throw bodyTooLarge(limit)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

import type { HttpRequest } from '../core/http-request.ts'

/** Returns a request for the routes of pages, without its body: forms are read before, once and bounded. */
export const toPageRequest = ({ url, method, rawHeaders }: HttpRequest): Request => {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return new Request(url, { method, headers })
}

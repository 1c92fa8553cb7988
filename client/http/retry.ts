import type { HttpMethod, HttpResponse } from './types.ts'

/** The number of times that a request is repeated. */
export const MAX_RETRIES = 2

/** The longest Retry-After in milliseconds that is obeyed; a longer wait is the caller's decision. */
const MAX_DELAY = 60_000

/**
 * Returns the milliseconds to wait before a request may be repeated, or undefined if it must not be: only a response
 * with a Retry-After allows that.
 */
export const retryDelay = (
  method: HttpMethod,
  response: Pick<HttpResponse, 'status' | 'headers'>,
  now: number,
): number | undefined => {
  if (method !== 'GET' || (response.status !== 429 && response.status !== 503)) return undefined
  const retryAfter = response.headers['retry-after']
  if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined
  // Retry-After is a number of seconds or an HTTP date.
  const delay = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now
  return delay <= MAX_DELAY ? Math.max(0, delay) : undefined
}

import type { HttpMethod, HttpResponse } from './types.ts'

/** The number of times that a request is repeated. */
export const MAX_RETRIES = 2

/** The longest Retry-After in milliseconds that is obeyed; a longer wait is the caller's decision. */
const MAX_DELAY = 60_000

/**
 * The statuses after which a method may be repeated. A 429 is sent before the request is processed, so it allows a
 * PATCH, too; a 503 may come from a gateway that has passed the request on, which only methods without a second effect
 * survive. A POST is never repeated (it could import a bank connection or spend a TAN twice), and neither is a DELETE
 * (the second response would be "not found").
 */
const RETRIED_STATUSES: Readonly<Record<HttpMethod, readonly number[]>> = {
  GET: [429, 503],
  PUT: [429, 503],
  PATCH: [429],
  POST: [],
  DELETE: [],
}

/**
 * Returns the milliseconds to wait before a request may be repeated, or undefined if it must not be: only a response
 * with a Retry-After allows that.
 */
export const retryDelay = (
  method: HttpMethod,
  response: Pick<HttpResponse, 'status' | 'headers'>,
  now: number,
): number | undefined => {
  if (!RETRIED_STATUSES[method].includes(response.status)) return undefined
  const retryAfter = response.headers['retry-after']
  if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined
  // Retry-After is a number of seconds or an HTTP date.
  const delay = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now
  return delay <= MAX_DELAY ? Math.max(0, delay) : undefined
}

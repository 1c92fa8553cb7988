/** How often a GET is repeated after the server asked to wait. */
export const MAX_RETRIES = 2

/** Waiting longer than this is the caller's decision, not ours. */
const MAX_DELAY = 60_000

/**
 * Milliseconds to wait before a call may be repeated, or undefined if it must not be. Only a GET whose 429 or 503
 * names a time in Retry-After: a repeated POST could import a bank connection or spend a TAN twice.
 */
export const retryDelay = (
  method: string,
  answer: { status: number; headers: Record<string, string | string[] | undefined> },
  now: number,
): number | undefined => {
  if (method !== 'GET' || (answer.status !== 429 && answer.status !== 503)) return undefined
  const retryAfter = answer.headers['retry-after']
  if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined
  // Either seconds or an HTTP date.
  const delay = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now
  return delay <= MAX_DELAY ? Math.max(0, delay) : undefined
}

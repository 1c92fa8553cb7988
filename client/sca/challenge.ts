import { RedirectContextMismatchError } from './errors.ts'
import type { Challenge, Redirect, ScaChallenge } from './types.ts'

/**
 * Reads a CHALLENGE_RESPONSE_REQUIRED. The filled fields decide, not the procedure's `procedureChallengeType`: finAPI
 * guesses that one from the procedure's name and documents that it may be wrong.
 */
export const readChallenge = (challenge: ScaChallenge): Challenge => {
  const prompt = { message: challenge.challengeMessage ?? undefined, label: challenge.answerFieldLabel ?? undefined }
  if (challenge.opticalData) {
    const opticalDataAsReinerSct = 'opticalDataAsReinerSct' in challenge && challenge.opticalDataAsReinerSct
    return { ...prompt, kind: 'flicker', opticalData: challenge.opticalData, opticalDataAsReinerSct }
  }
  if (challenge.photoTanData) {
    const base64 = challenge.photoTanData
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    // Banks send PNG, and browsers detect the type from the bytes.
    return { ...prompt, kind: 'photo', mimeType: challenge.photoTanMimeType ?? 'image/png', bytes, base64 }
  }
  return { ...prompt, kind: 'text' }
}

/** Reads a REDIRECT_REQUIRED; undefined if a field is missing. */
export const readRedirect = (challenge: ScaChallenge): Redirect | undefined => {
  const { redirectUrl: url, redirectContext: context, redirectContextField: contextField } = challenge
  return url && context && contextField ? { url, context, contextField } : undefined
}

/**
 * Returns the `redirectCallback` for a return from the bank: the whole query string, byte for byte, without its `?`.
 * Accepts a URL, a path with query (an HTTP server's `request.url`), or the query string itself.
 */
export const toRedirectCallback = (returned: string, { context, contextField }: Redirect): string => {
  const [withoutFragment = ''] = returned.split('#', 1)
  const isUrl = /^([a-z][a-z0-9+.-]*:\/\/|\/)/i.test(withoutFragment)
  const queryAt = isUrl ? withoutFragment.indexOf('?') : withoutFragment.startsWith('?') ? 0 : -1
  const query = isUrl && queryAt < 0 ? '' : withoutFragment.slice(queryAt + 1)
  const received = new URLSearchParams(query).getAll(contextField)
  if (received.length === 0 || received.some((value) => value !== context)) {
    throw new RedirectContextMismatchError(contextField, context, received)
  }
  return query
}

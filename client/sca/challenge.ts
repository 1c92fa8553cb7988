import type { ScaChallenge } from './api-types.ts'
import { InvalidChallengeError, RedirectContextMismatchError } from './sca-errors.ts'

interface Prompt {
  /** The bank's words for the PSU. */
  message: string | undefined
  /** The bank's name for the input field, e.g. `TAN`. */
  label: string | undefined
}

/** What the PSU must see to find the answer. */
export type Challenge = Prompt &
  (
    | { kind: 'text' }
    | { kind: 'photo'; mimeType: string; bytes: Uint8Array; base64: string }
    | { kind: 'flicker'; opticalData: string; opticalDataAsReinerSct: boolean }
  )

/** Where the PSU's browser must go, and how to recognise it when it comes back. */
export interface Redirect {
  url: string
  context: string
  contextField: string
}

/**
 * Reads a CHALLENGE_RESPONSE_REQUIRED. The filled fields decide, not the procedure's `procedureChallengeType`:
 * finAPI derives that one from the procedure's name and says that it may be wrong.
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
    // PNG is what banks send; browsers look at the bytes anyway.
    return { ...prompt, kind: 'photo', mimeType: challenge.photoTanMimeType ?? 'image/png', bytes, base64 }
  }
  return { ...prompt, kind: 'text' }
}

/** Reads a REDIRECT_REQUIRED. */
export const readRedirect = (challenge: ScaChallenge): Redirect => {
  const { redirectUrl: url, redirectContext: context, redirectContextField: contextField } = challenge
  if (!url || !context || !contextField) {
    throw new InvalidChallengeError(
      'REDIRECT_REQUIRED came without redirectUrl, redirectContext or redirectContextField',
    )
  }
  return { url, context, contextField }
}

/**
 * The `redirectCallback` for what the bank returned: the whole query string, byte for byte, without its `?`.
 * Takes a URL, a path with query (an HTTP server's `request.url`), or the query string itself.
 */
export const redirectCallback = (returned: string, { context, contextField }: Redirect): string => {
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

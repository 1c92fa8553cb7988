import type { ApiVersion, ErrorDetails, Schema } from './api-types.ts'

/** What a failed call's body says, whichever of its four shapes it has. */
export interface ErrorFacts {
  shape: 'error-message' | 'oauth' | 'spring' | 'other'
  /** The first finAPI error code, or the OAuth error. */
  label: string | undefined
  detail: string | undefined
  errors: readonly ErrorDetails[]
  requestId: string | undefined
  endpoint: string | undefined
}

const nothing = { label: undefined, detail: undefined, errors: [], requestId: undefined, endpoint: undefined }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isErrorMessage = (body: unknown): body is Schema<ApiVersion, 'ErrorMessage'> =>
  isObject(body) && Array.isArray(body.errors) && body.errors.every(isObject)

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

// A gateway's HTML page says little in its first lines, and nothing worth a log entry after them.
const excerpt = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)

/**
 * finAPI's services send an ErrorMessage, the OAuth layer in front of them a pair of `error` and `error_description`,
 * Spring its default body for paths that nobody serves, and a gateway whatever it likes.
 */
export const readErrorBody = (body: unknown): ErrorFacts => {
  if (isErrorMessage(body)) {
    const { errors, requestId, endpoint } = body
    const [first] = errors
    return {
      shape: 'error-message',
      label: first?.code,
      detail: first?.message ?? undefined,
      errors,
      requestId,
      endpoint,
    }
  }
  if (isObject(body) && typeof body.error === 'string') {
    // Both remaining objects have `error`; only Spring's repeats the HTTP status in it.
    return typeof body.status === 'number'
      ? { ...nothing, shape: 'spring', detail: body.error }
      : { ...nothing, shape: 'oauth', label: body.error, detail: textOf(body.error_description) }
  }
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return { ...nothing, shape: 'other', detail: excerpt(text) || undefined }
}

/** The question that a 510 carries, if the body really holds one. */
export const challengeOf = (errors: readonly ErrorDetails[]) =>
  errors.find(({ multiStepAuthentication: challenge }) => challenge?.hash && challenge.status)
    ?.multiStepAuthentication ?? undefined

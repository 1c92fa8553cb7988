import type { ApiVersion, Schema } from '../../contracts/openapi/api-types.ts'
import type { ScaChallenge } from '../sca/types.ts'

export type ErrorDetails = Schema<ApiVersion, 'ErrorDetails'>

/** The content of an error body, in whichever of its four shapes it came. */
export interface ErrorBody {
  readonly shape: 'error-message' | 'oauth' | 'spring' | 'other'
  /** The first finAPI error code, or the OAuth error. */
  readonly label: string | undefined
  readonly detail: string | undefined
  readonly errors: readonly ErrorDetails[]
  readonly requestId: string | undefined
  readonly endpoint: string | undefined
}

const MAX_EXCERPT = 200

const empty = { label: undefined, detail: undefined, errors: [], requestId: undefined, endpoint: undefined }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isErrorMessage = (body: unknown): body is Schema<ApiVersion, 'ErrorMessage'> =>
  isObject(body) && Array.isArray(body.errors) && body.errors.every(isObject)

// Of a gateway's HTML page, at most the first lines are worth a log entry.
const excerpt = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_EXCERPT)

/**
 * Reads the body of a failed response: an ErrorMessage of finAPI's services, the pair of `error` and
 * `error_description` of the OAuth layer in front of them, Spring's default body for an unknown path, or any text of a
 * gateway.
 */
export const readErrorBody = (body: unknown): ErrorBody => {
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
    // Spring's body has `error`, too, but only it repeats the HTTP status.
    if (typeof body.status === 'number') return { ...empty, shape: 'spring', detail: body.error }
    const { error_description: detail } = body
    return { ...empty, shape: 'oauth', label: body.error, detail: typeof detail === 'string' ? detail : undefined }
  }
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return { ...empty, shape: 'other', detail: excerpt(text) || undefined }
}

/** Returns the challenge of a 510, if the body contains one. */
export const findChallenge = (errors: readonly ErrorDetails[]): ScaChallenge | undefined =>
  errors.find(({ multiStepAuthentication: challenge }) => challenge?.hash && challenge.status)
    ?.multiStepAuthentication ?? undefined

import { FinApiError } from '../errors.ts'
import type { ScaChallenge } from '../sca/types.ts'
import { type ErrorDetails, findChallenge, readErrorBody } from './error-body.ts'
import type { HttpRequest, HttpResponse } from './types.ts'

/** The request that an error belongs to. `path` is without its query, which may contain a token. */
export type FailedRequest = Pick<HttpRequest, 'method' | 'path' | 'isTokenRequest'>

/**
 * finAPI responded with an error.
 *
 * @example
 * try {
 *   await session.bankConnections.delete(id)
 * } catch (error) {
 *   if (isFinApiResponseError(error) && error.code === 'LOCKED') return retryLater()
 *   throw error
 * }
 */
export class FinApiResponseError extends FinApiError {
  override readonly name: string = 'FinApiResponseError'
  readonly status: number
  readonly code: ErrorDetails['code'] | undefined
  /** The audience of `detail`: the PSU if `BUSINESS`, the developer if `TECHNICAL`. */
  readonly type: ErrorDetails['type'] | undefined
  /** The first error's text as the API wrote it; `message` adds the request, the status and the request id. */
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly endpoint: string
  /** Empty unless the body is an ErrorMessage. */
  readonly errors: readonly ErrorDetails[]

  constructor(
    request: FailedRequest,
    readonly response: HttpResponse,
  ) {
    const body = readErrorBody(response.body)
    const endpoint = body.endpoint ?? `${request.method} ${request.path}`
    const header = response.headers['x-request-id']
    const requestId = body.requestId ?? (Array.isArray(header) ? header[0] : header)
    const headline = [response.status, body.label].filter(Boolean).join(' ')
    const remarks = [body.detail, requestId && `request ${requestId}`].filter(Boolean).join('; ')
    super(`${endpoint}: ${headline}${remarks && ` (${remarks})`}`)
    this.status = response.status
    this.code = body.errors[0]?.code
    this.type = body.errors[0]?.type
    this.detail = body.detail
    this.requestId = requestId
    this.endpoint = endpoint
    this.errors = body.errors
  }
}

/** finAPI refused the credentials of the client or the user, or the token. */
export class FinApiAuthenticationError extends FinApiResponseError {
  override readonly name = 'FinApiAuthenticationError'
  /** The OAuth error, e.g. `invalid_token`; undefined if the body had another shape. */
  readonly error: string | undefined
  readonly errorDescription: string | undefined

  constructor(request: FailedRequest, response: HttpResponse) {
    super(request, response)
    const { shape, label, detail } = readErrorBody(response.body)
    this.error = shape === 'oauth' ? label : undefined
    this.errorDescription = shape === 'oauth' ? detail : undefined
  }
}

/** A 510: the bank requires SCA. Single requests throw it; `importBankConnection` of the session handles it. */
export class AdditionalAuthenticationRequiredError extends FinApiResponseError {
  override readonly name = 'AdditionalAuthenticationRequiredError'

  constructor(
    request: FailedRequest,
    response: HttpResponse,
    readonly challenge: ScaChallenge,
  ) {
    super(request, response)
  }
}

/** Creates the error for a response that is not a success. */
export const createResponseError = (request: FailedRequest, response: HttpResponse): FinApiResponseError => {
  const { shape, errors } = readErrorBody(response.body)
  // A refused password is a 400, documented with an ErrorMessage and seen with the OAuth pair; both mean the same.
  if (response.status === 401 || shape === 'oauth' || (request.isTokenRequest && response.status === 400)) {
    return new FinApiAuthenticationError(request, response)
  }
  const challenge = response.status === 510 ? findChallenge(errors) : undefined
  return challenge
    ? new AdditionalAuthenticationRequiredError(request, response, challenge)
    : new FinApiResponseError(request, response)
}

export const isFinApiResponseError = (error: unknown): error is FinApiResponseError =>
  error instanceof FinApiResponseError
export const isFinApiAuthenticationError = (error: unknown): error is FinApiAuthenticationError =>
  error instanceof FinApiAuthenticationError
export const isAdditionalAuthenticationRequiredError = (
  error: unknown,
): error is AdditionalAuthenticationRequiredError => error instanceof AdditionalAuthenticationRequiredError

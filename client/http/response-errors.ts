import type { ErrorDetails, ScaChallenge } from './api-types.ts'
import { challengeOf, readErrorBody } from './error-body.ts'
import { FinApiError } from './errors.ts'

/** An HTTP answer as it came; `body` is the parsed JSON, or the text where it was none. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

/** The call that an error belongs to. `path` comes without its query, which may hold a token. */
export interface CalledEndpoint {
  method: string
  path: string
  isTokenRequest?: boolean
}

/** finAPI answered, and the answer is a refusal. */
export class FinApiResponseError extends FinApiError {
  override readonly name: string = 'FinApiResponseError'
  readonly status: number
  readonly code: ErrorDetails['code'] | undefined
  /** `BUSINESS`: `detail` is written for the PSU. `TECHNICAL`: it is written for you. */
  readonly type: ErrorDetails['type'] | undefined
  /** The first error's text as the API wrote it; `message` adds the call, the status and the request id. */
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly endpoint: string
  /** Empty unless the body is an ErrorMessage. */
  readonly errors: readonly ErrorDetails[]

  constructor(
    called: CalledEndpoint,
    readonly answer: HttpAnswer,
  ) {
    const facts = readErrorBody(answer.body)
    const endpoint = facts.endpoint ?? `${called.method} ${called.path}`
    const header = answer.headers['x-request-id']
    const requestId = facts.requestId ?? (Array.isArray(header) ? header[0] : header)
    const headline = [answer.status, facts.label].filter(Boolean).join(' ')
    const remarks = [facts.detail, requestId && `request ${requestId}`].filter(Boolean).join('; ')
    super(`${endpoint}: ${headline}${remarks && ` (${remarks})`}`)
    this.status = answer.status
    this.code = facts.errors[0]?.code
    this.type = facts.errors[0]?.type
    this.detail = facts.detail
    this.requestId = requestId
    this.endpoint = endpoint
    this.errors = facts.errors
  }
}

/** The client's, the user's or the token's credentials were refused. */
export class FinApiAuthenticationError extends FinApiResponseError {
  override readonly name = 'FinApiAuthenticationError'
  /** The OAuth pair, e.g. `invalid_token`; undefined if the body had another shape. */
  readonly error: string | undefined
  readonly errorDescription: string | undefined

  constructor(called: CalledEndpoint, answer: HttpAnswer) {
    super(called, answer)
    const { shape, label, detail } = readErrorBody(answer.body)
    this.error = shape === 'oauth' ? label : undefined
    this.errorDescription = shape === 'oauth' ? detail : undefined
  }
}

/** A 510: the bank wants to know more. Only the raw step throws it; `importBankConnection` answers it. */
export class AdditionalAuthenticationRequiredError extends FinApiResponseError {
  override readonly name = 'AdditionalAuthenticationRequiredError'

  constructor(
    called: CalledEndpoint,
    answer: HttpAnswer,
    readonly challenge: ScaChallenge,
  ) {
    super(called, answer)
  }
}

/** The error class that fits an answer which is not 2xx. */
export const responseError = (called: CalledEndpoint, answer: HttpAnswer): FinApiResponseError => {
  const { shape, errors } = readErrorBody(answer.body)
  // A refused password is 400, documented with an ErrorMessage and seen with the OAuth pair: it means the same.
  if (answer.status === 401 || shape === 'oauth' || (called.isTokenRequest && answer.status === 400)) {
    return new FinApiAuthenticationError(called, answer)
  }
  const challenge = answer.status === 510 ? challengeOf(errors) : undefined
  return challenge
    ? new AdditionalAuthenticationRequiredError(called, answer, challenge)
    : new FinApiResponseError(called, answer)
}

export const isFinApiResponseError = (error: unknown): error is FinApiResponseError =>
  error instanceof FinApiResponseError
export const isFinApiAuthenticationError = (error: unknown): error is FinApiAuthenticationError =>
  error instanceof FinApiAuthenticationError
export const isAdditionalAuthenticationRequiredError = (
  error: unknown,
): error is AdditionalAuthenticationRequiredError => error instanceof AdditionalAuthenticationRequiredError

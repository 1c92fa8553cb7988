import type { ErrorCode } from '../../contracts/openapi/generated/error-codes.ts'
import type { Text } from '../core/text.ts'
import type { Challenge } from '../sca/challenge.ts'
import type { Bank } from './banks/bank.ts'

/** BUSINESS texts are for the PSU, TECHNICAL ones for developers. */
export type ErrorType = 'BUSINESS' | 'TECHNICAL'

export interface ErrorDetails {
  status: number
  code: ErrorCode
  type: ErrorType
  text: Text | undefined
  challenge?: Challenge | undefined
}

/** An error that finAPI responds with as an ErrorMessage. */
export class FinApiError extends Error {
  override readonly name = 'FinApiError'
  readonly details: ErrorDetails
  /** The bank that the request talked to, if it is known. */
  readonly bank: Bank | undefined

  constructor(details: ErrorDetails, bank?: Bank) {
    super(typeof details.text === 'string' ? details.text : (details.text?.en ?? details.code))
    this.details = details
    this.bank = bank
  }
}

/** Runs a use case that talks to a bank, so that its errors name the bank. */
export const aboutBank = <Result>(bank: Bank, run: () => Result): Result => {
  try {
    return run()
  } catch (error) {
    throw error instanceof FinApiError ? new FinApiError(error.details, bank) : error
  }
}

/** An error of missing or wrong credentials of a client, in the shape of OAuth 2 (401). */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly error: string
  readonly description: string

  constructor(error: string, description: string) {
    super(description)
    this.error = error
    this.description = description
  }
}

const technical = (status: number, code: ErrorCode, text: Text): FinApiError =>
  new FinApiError({ status, code, type: 'TECHNICAL', text })

const business = (status: number, code: ErrorCode, text: Text): FinApiError =>
  new FinApiError({ status, code, type: 'BUSINESS', text })

export const badRequest = (text: Text): FinApiError => technical(400, 'BAD_REQUEST', text)

/** A required field or parameter is missing. Sources name the code, not its status; 400 is an assumption. */
export const missingField = (text: Text): FinApiError => technical(400, 'MISSING_FIELD', text)

/** An update lacks credentials that are not stored; unlike elsewhere, the status of this one is documented. */
export const missingCredentials = (text: Text): FinApiError => technical(422, 'MISSING_FIELD', text)

/** The consent has expired; the same call again asks the bank for a new one. */
export const invalidConsent = (): FinApiError =>
  business(422, 'INVALID_CONSENT', {
    de: 'Die Zustimmung zum Kontozugriff ist abgelaufen. Bitte wiederholen Sie den Aufruf, um eine neue zu erteilen.',
    en: 'The consent to account access has expired. Please repeat the call to give a new one.',
  })

/** The three refusals of a list request; sources name the codes, their status 400 is an assumption. */
export const illegalPageSize = (text: Text): FinApiError => technical(400, 'ILLEGAL_PAGE_SIZE', text)
export const invalidFilterOptions = (text: Text): FinApiError => technical(400, 'INVALID_FILTER_OPTIONS', text)
export const tooManyIds = (text: Text): FinApiError => technical(400, 'TOO_MANY_IDS', text)

export const invalidToken = (text: Text): FinApiError => technical(400, 'INVALID_TOKEN', text)

export const missingAccessToken = (): OAuthError =>
  new OAuthError('unauthorized', 'An Authentication object was not found in the SecurityContext')

export const invalidAccessToken = (token: string): OAuthError =>
  new OAuthError('invalid_token', `Invalid access token: ${token}`)

/** The text is that of the OAuth library that finAPI's other bodies come from; no source shows this one. */
export const badClientCredentials = (): OAuthError => new OAuthError('invalid_client', 'Bad client credentials')

export const accessDenied = (): FinApiError => technical(403, 'UNAUTHORIZED_ACCESS', 'Access is denied')

export const forbidden = (text: Text): FinApiError => technical(403, 'FORBIDDEN', text)

/** An entity that the path names does not exist, or belongs to another user. */
export const notFound = (): FinApiError => technical(404, 'UNKNOWN_ENTITY', 'Resource not found')

/** finAPI documents the operation, and this server does not have it: incomplete, but never wrong. */
export const notServed = (operation: string): FinApiError =>
  technical(501, 'UNSUPPORTED_FEATURE', `finapi-mock does not serve operation ${operation}.`)

export const methodNotAllowed = (method: string): FinApiError =>
  technical(405, 'METHOD_NOT_ALLOWED', `Request method '${method}' is not supported for this path.`)

/** No source says how finAPI refuses an oversized body; 413 in its usual shape is an assumption. */
export const bodyTooLarge = (limit: number): FinApiError =>
  technical(413, 'BAD_REQUEST', `The request body is larger than ${limit} bytes.`)

export const unsupportedMediaType = (given: string | undefined, expected: string): FinApiError =>
  technical(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    given ? `Content type '${given}' is not supported; use '${expected}'.` : `The content type must be '${expected}'.`,
  )

/** An entity that the body refers to does not exist. */
export const unknownEntity = (text: Text): FinApiError => technical(422, 'UNKNOWN_ENTITY', text)

export const entityExists = (text: Text): FinApiError => technical(422, 'ENTITY_EXISTS', text)

export const illegalEntityState = (text: Text): FinApiError => technical(422, 'ILLEGAL_ENTITY_STATE', text)

export const illegalFieldValue = (text: Text): FinApiError => technical(422, 'ILLEGAL_FIELD_VALUE', text)

export const noAccountsForTypeList = (text: Text): FinApiError => business(422, 'NO_ACCOUNTS_FOR_TYPE_LIST', text)

export const noExistingChallenge = (text: Text): FinApiError => technical(422, 'NO_EXISTING_CHALLENGE', text)

export const invalidTwoStepProcedure = (text: Text): FinApiError => technical(422, 'INVALID_TWO_STEP_PROCEDURE', text)

/**
 * The end of an import that a scenario rejects, with the status and the type that the code has elsewhere.
 * ILLEGAL_ENTITY_STATE is the error of a client without a licence; sources list it under 422 for both versions.
 */
export const rejected = (code: RejectionCode, text: Text): FinApiError => {
  const { status, type } = REJECTIONS[code]
  return new FinApiError({ status, code, type, text })
}

const REJECTIONS = {
  BANK_SERVER_REJECTION: { status: 422, type: 'BUSINESS' },
  ILLEGAL_ENTITY_STATE: { status: 422, type: 'TECHNICAL' },
  NO_ACCOUNTS_FOR_TYPE_LIST: { status: 422, type: 'BUSINESS' },
  UNSUPPORTED_BANK: { status: 501, type: 'BUSINESS' },
  UNEXPECTED_ERROR: { status: 500, type: 'TECHNICAL' },
} as const satisfies Partial<Record<ErrorCode, { status: number; type: ErrorType }>>

type RejectionCode = keyof typeof REJECTIONS

/** The code is documented, its status and trigger are not: 422 for any missing PSU header is an assumption. */
export const noPsuMetadata = (missing: string): FinApiError =>
  technical(422, 'NO_PSU_METADATA', `The header ${missing} is required while the user is present.`)

/** A refusal of the bank, in its own words, which finAPI never translates. */
export const bankServerRejection = (text: Text): FinApiError => business(422, 'BANK_SERVER_REJECTION', text)

export const locked = (): FinApiError => technical(423, 'LOCKED', 'The requested resource is locked')

export const unexpectedError = (text: Text): FinApiError => technical(500, 'UNEXPECTED_ERROR', text)

export const unsupportedBank = (): FinApiError =>
  business(501, 'UNSUPPORTED_BANK', {
    de: 'Die Bank wird derzeit nicht von finAPI unterstützt.',
    en: 'The bank is currently not supported by finAPI.',
  })

export const additionalAuthenticationRequired = (challenge: Challenge): FinApiError =>
  new FinApiError({
    status: 510,
    code: 'ADDITIONAL_AUTHENTICATION_REQUIRED',
    type: 'BUSINESS',
    text: challenge.message ?? challenge.title,
    challenge,
  })

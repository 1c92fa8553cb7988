import type { ErrorCode } from '../../contracts/openapi/generated/error-codes.ts'
import { ExpectedError } from '../core/expected-error.ts'
import type { Text } from '../core/text.ts'
import type { Challenge } from '../sca/challenge.ts'
import type { Bank } from './banks/bank.ts'

/** The audience of an error: BUSINESS texts are for the PSU, TECHNICAL ones for developers. */
export type ErrorType = 'BUSINESS' | 'TECHNICAL'

/** The fields of an error response; the texts are still in both languages. */
export interface ErrorDetails {
  status: number
  code: ErrorCode
  type: ErrorType
  text: Text | undefined
  challenge?: Challenge | undefined
}

/** An error that finAPI responds with as an ErrorMessage. */
export class FinApiError extends ExpectedError {
  override readonly name = 'FinApiError'
  readonly details: ErrorDetails
  /** The bank of the request, if it is known. */
  bank: Bank | undefined

  constructor(details: ErrorDetails, bank?: Bank) {
    super(typeof details.text === 'string' ? details.text : (details.text?.en ?? details.code))
    this.details = details
    this.bank = bank
  }
}

/** Runs a use case and adds the bank to the error that it returns or throws. */
export const withBankInErrors = <Result>(bank: Bank, run: () => Result): Result => {
  try {
    const result = run()
    if (result instanceof FinApiError) result.bank = bank
    return result
  } catch (error) {
    if (error instanceof FinApiError) error.bank = bank
    throw error
  }
}

/** An error of missing or wrong client credentials or tokens, in the shape of OAuth 2 (401). */
export class OAuthError extends ExpectedError {
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

/** The error of a missing field or parameter. Sources name the code, not its status; 400 is an assumption. */
export const missingField = (text: Text): FinApiError => technical(400, 'MISSING_FIELD', text)

/** The error of an update without credentials that are not stored; its status 422 is documented. */
export const missingCredentials = (text: Text): FinApiError => technical(422, 'MISSING_FIELD', text)

/** The error of an expired consent; repeating the call requests a new one. */
export const invalidConsent = (): FinApiError =>
  business(422, 'INVALID_CONSENT', {
    de: 'Die Zustimmung zum Kontozugriff ist abgelaufen. Bitte wiederholen Sie den Aufruf, um eine neue zu erteilen.',
    en: 'The consent to account access has expired. Please repeat the call to give a new one.',
  })

// The three errors of a list request. Sources name the codes; their status 400 is an assumption.

export const illegalPageSize = (text: Text): FinApiError => technical(400, 'ILLEGAL_PAGE_SIZE', text)
export const invalidFilterOptions = (text: Text): FinApiError => technical(400, 'INVALID_FILTER_OPTIONS', text)
export const tooManyIds = (text: Text): FinApiError => technical(400, 'TOO_MANY_IDS', text)

export const invalidToken = (text: Text): FinApiError => technical(400, 'INVALID_TOKEN', text)

export const missingAccessToken = (): OAuthError =>
  new OAuthError('unauthorized', 'An Authentication object was not found in the SecurityContext')

export const invalidAccessToken = (token: string): OAuthError =>
  new OAuthError('invalid_token', `Invalid access token: ${token}`)

/** The error of wrong client credentials. Its text is an assumption, taken from finAPI's OAuth library. */
export const badClientCredentials = (): OAuthError => new OAuthError('invalid_client', 'Bad client credentials')

export const accessDenied = (): FinApiError => technical(403, 'UNAUTHORIZED_ACCESS', 'Access is denied')

export const forbidden = (text: Text): FinApiError => technical(403, 'FORBIDDEN', text)

/** The error of an entity in the path that does not exist, or belongs to another user. */
export const notFound = (): FinApiError => technical(404, 'UNKNOWN_ENTITY', 'Resource not found')

/** The error of an operation that finAPI documents and this server lacks. */
export const notServed = (operation: string): FinApiError =>
  technical(501, 'UNSUPPORTED_FEATURE', `finapi-mock does not serve operation ${operation}.`)

export const methodNotAllowed = (method: string): FinApiError =>
  technical(405, 'METHOD_NOT_ALLOWED', `Request method '${method}' is not supported for this path.`)

/** The error of an oversized body. No source describes it; 413 in finAPI's usual shape is an assumption. */
export const bodyTooLarge = (limit: number): FinApiError =>
  technical(413, 'BAD_REQUEST', `The request body is larger than ${limit} bytes.`)

export const unsupportedMediaType = (given: string | undefined, expected: string): FinApiError =>
  technical(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    given ? `Content type '${given}' is not supported; use '${expected}'.` : `The content type must be '${expected}'.`,
  )

/** The error of an entity in the body that does not exist. */
export const unknownEntity = (text: Text): FinApiError => technical(422, 'UNKNOWN_ENTITY', text)

export const entityExists = (text: Text): FinApiError => technical(422, 'ENTITY_EXISTS', text)

export const illegalEntityState = (text: Text): FinApiError => technical(422, 'ILLEGAL_ENTITY_STATE', text)

export const illegalFieldValue = (text: Text): FinApiError => technical(422, 'ILLEGAL_FIELD_VALUE', text)

export const noAccountsForTypeList = (text: Text): FinApiError => business(422, 'NO_ACCOUNTS_FOR_TYPE_LIST', text)

export const noExistingChallenge = (text: Text): FinApiError => technical(422, 'NO_EXISTING_CHALLENGE', text)

export const invalidTwoStepProcedure = (text: Text): FinApiError => technical(422, 'INVALID_TWO_STEP_PROCEDURE', text)

/**
 * The error of an import that a scenario rejects, with the code's usual status and type. ILLEGAL_ENTITY_STATE is the
 * error of a client without a licence; sources list it under 422 for both versions.
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

/** The error of a missing PSU header. The code is documented; status and trigger are assumptions. */
export const noPsuMetadata = (missing: string): FinApiError =>
  technical(422, 'NO_PSU_METADATA', `The header ${missing} is required while the user is present.`)

/** The error of a bank's rejection, with the bank's own text, which finAPI does not translate. */
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

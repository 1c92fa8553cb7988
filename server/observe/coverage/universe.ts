import type { ErrorCode } from '../../../contracts/openapi/generated/error-codes.ts'
import type { ChallengeStatus, ChallengeType } from '../../sca/challenge.ts'
import type { ScaReason } from '../../sca/sca-flow.ts'

/** The approaches of PSD2, and none for a login without strong customer authentication. */
const APPROACHES = ['none', 'embedded', 'redirect', 'decoupled'] as const

const PROCEDURES = ['TEXT', 'PHOTO', 'FLICKER_CODE'] as const satisfies readonly ChallengeType[]

const CHALLENGES = [
  'TWO_STEP_PROCEDURE_REQUIRED',
  'CHALLENGE_RESPONSE_REQUIRED',
  'REDIRECT_REQUIRED',
  'DECOUPLED_AUTH_REQUIRED',
  'DECOUPLED_AUTH_IN_PROGRESS',
] as const satisfies readonly ChallengeStatus[]

/** The status before the first response of a flow. */
export const START = 'START'

/** Returns the statuses that can follow: any, but a decoupled approval is only in progress after it was required. */
const listNext = (from: string): readonly string[] =>
  [...CHALLENGES, 'COMPLETED', 'REJECTED'].filter(
    (to) => to !== 'DECOUPLED_AUTH_IN_PROGRESS' || from === 'DECOUPLED_AUTH_REQUIRED',
  )

/** Formats a transition as the name of an item. */
export const formatTransition = (from: string, to: string): string => `${from} → ${to}`

const TRANSITIONS = [START, ...CHALLENGES].flatMap((from) => listNext(from).map((to) => formatTransition(from, to)))

/** The outcomes of answers, without those that only repeat the challenge and those that finAPI refuses itself. */
const OUTCOMES = [
  'procedure-chosen',
  'procedure-changed',
  'right-answer',
  'wrong-answer',
  'last-wrong-answer',
  'answer-too-late',
  'approved-at-bank',
  'cancelled-at-bank',
  'declined-at-bank',
  'bank-reported-error',
  'wrong-code',
  'return-too-late',
  'approved',
  'declined',
  'not-decided-yet',
  'approval-too-late',
  'polled-too-fast',
] as const satisfies readonly ScaReason[]

/** The error codes of imports and updates, without those of other operations. */
const ERROR_CODES = [
  'ADDITIONAL_AUTHENTICATION_REQUIRED',
  'BAD_REQUEST',
  'BANK_SERVER_REJECTION',
  'ENTITY_EXISTS',
  'FORBIDDEN',
  'ILLEGAL_ENTITY_STATE',
  'ILLEGAL_FIELD_VALUE',
  'INVALID_CONSENT',
  'INVALID_TWO_STEP_PROCEDURE',
  'LOCKED',
  'MISSING_FIELD',
  'NO_ACCOUNTS_FOR_TYPE_LIST',
  'NO_EXISTING_CHALLENGE',
  'NO_PSU_METADATA',
  'UNAUTHORIZED_ACCESS',
  'UNEXPECTED_ERROR',
  'UNKNOWN_ENTITY',
  'UNSUPPORTED_BANK',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly ErrorCode[]

/** The items of each group of a coverage report, in its order. */
export const coverageItems = {
  approaches: APPROACHES,
  procedures: PROCEDURES,
  challenges: CHALLENGES,
  transitions: TRANSITIONS,
  outcomes: OUTCOMES,
  errorCodes: ERROR_CODES,
} as const satisfies Record<string, readonly string[]>

export type CoverageGroup = keyof typeof coverageItems

export type Approach = (typeof APPROACHES)[number]

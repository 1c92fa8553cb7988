import type { ErrorCode } from '../../../contracts/openapi/generated/error-codes.ts'
import type { ChallengeStatus, ChallengeType } from '../../sca/challenge.ts'
import type { ScaReason } from '../../sca/sca-flow.ts'

/** How a bank lets a user in: without a question, or by one of the three approaches of PSD2. */
const APPROACHES = ['none', 'embedded', 'redirect', 'decoupled'] as const

const PROCEDURES = ['TEXT', 'PHOTO', 'FLICKER_CODE'] as const satisfies readonly ChallengeType[]

const CHALLENGES = [
  'TWO_STEP_PROCEDURE_REQUIRED',
  'CHALLENGE_RESPONSE_REQUIRED',
  'REDIRECT_REQUIRED',
  'DECOUPLED_AUTH_REQUIRED',
  'DECOUPLED_AUTH_IN_PROGRESS',
] as const satisfies readonly ChallengeStatus[]

/** Where a flow comes from that has just begun. */
export const START = 'START'

/** A bank may ask anything after anything; only a push that was asked about once is in progress. */
const nextOf = (from: string): readonly string[] =>
  [...CHALLENGES, 'COMPLETED', 'REJECTED'].filter(
    (to) => to !== 'DECOUPLED_AUTH_IN_PROGRESS' || from === 'DECOUPLED_AUTH_REQUIRED',
  )

export const transitionOf = (from: string, to: string): string => `${from} → ${to}`

const TRANSITIONS = [START, ...CHALLENGES].flatMap((from) => nextOf(from).map((to) => transitionOf(from, to)))

/** Where an answer led. What only asks again, such as a repeated choice, and what finAPI refuses itself is beyond it. */
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

/** What an import or an update can be refused with; whatever is in the contract for other calls is beyond it. */
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

/** What there is to meet of strong customer authentication, in the order in which it is told. */
export const universe = {
  approaches: APPROACHES,
  procedures: PROCEDURES,
  challenges: CHALLENGES,
  transitions: TRANSITIONS,
  outcomes: OUTCOMES,
  errorCodes: ERROR_CODES,
} as const satisfies Record<string, readonly string[]>

export type CoverageGroup = keyof typeof universe

export type Approach = (typeof APPROACHES)[number]

import type { BankingInterface, ChallengeType, TwoStepProcedure } from '../../scenarios/types.ts'
import { oneOf, type Shape } from '../core/shape.ts'
import type { Language, Text } from '../core/text.ts'
import type { Photo } from './photo-tan.ts'

export type { ChallengeType, TwoStepProcedure } from '../../scenarios/types.ts'

export const challengeType: Shape<ChallengeType> = oneOf('TEXT', 'PHOTO', 'FLICKER_CODE')

export const bankingInterface: Shape<BankingInterface> = oneOf('XS2A', 'FINTS_SERVER', 'WEB_SCRAPER')

/** finAPI's statuses of a pending multi-step authentication. */
export type ChallengeStatus =
  | 'TWO_STEP_PROCEDURE_REQUIRED'
  | 'CHALLENGE_RESPONSE_REQUIRED'
  | 'REDIRECT_REQUIRED'
  | 'DECOUPLED_AUTH_REQUIRED'
  | 'DECOUPLED_AUTH_IN_PROGRESS'

/** A request of the bank to the PSU; the status decides which fields are set. */
export interface Challenge {
  hash: string
  status: ChallengeStatus
  /** finAPI's own text, for a bank without a message. */
  title?: Text | undefined
  message?: Text | undefined
  answerFieldLabel?: string | undefined
  redirectUrl?: string | undefined
  redirectContext?: string | undefined
  redirectContextField?: string | undefined
  procedures?: readonly TwoStepProcedure[] | undefined
  /** The right TAN. Never sent; the journal redacts it in texts that contain it. */
  answer?: string | undefined
  /** The TAN that a PHOTO shows. */
  photo?: { text: string } | undefined
  /** A flicker code of HHD 1.4, in hexadecimal digits. */
  opticalData?: string | undefined
}

/** The language of a challenge, and its picture, which is drawn beforehand because drawing is asynchronous. */
export interface ChallengeContext {
  readonly language: Language
  readonly photo: Photo | undefined
}

import type { TwoStepProcedure } from '../../scenarios/types.ts'
import type { Text } from '../core/text.ts'

export type { ChallengeType, TwoStepProcedure } from '../../scenarios/types.ts'

export type ChallengeStatus =
  | 'TWO_STEP_PROCEDURE_REQUIRED'
  | 'CHALLENGE_RESPONSE_REQUIRED'
  | 'REDIRECT_REQUIRED'
  | 'DECOUPLED_AUTH_REQUIRED'
  | 'DECOUPLED_AUTH_IN_PROGRESS'

/** What a multi-step authentication asks of the user; fields are set as the status demands. */
export interface Challenge {
  hash: string
  status: ChallengeStatus
  /** What finAPI itself says where the bank says nothing. */
  title?: Text | undefined
  message?: Text | undefined
  answerFieldLabel?: string | undefined
  redirectUrl?: string | undefined
  redirectContext?: string | undefined
  redirectContextField?: string | undefined
  procedures?: readonly TwoStepProcedure[] | undefined
  /** The answer that a PHOTO shows. */
  photo?: { text: string } | undefined
  /** A flicker code of HHD 1.4, in hexadecimal digits. */
  opticalData?: string | undefined
}

import { inLanguage } from '../../../core/text.ts'
import type { Challenge, TwoStepProcedure } from '../../../sca/challenge.ts'
import type { ErrorContext } from '../../api.ts'
import type { Schemas } from './schemas.ts'

export const presentProcedure = (procedure: TwoStepProcedure): Schemas['TwoStepProcedure'] => ({
  ...procedure,
  procedureChallengeType: procedure.procedureChallengeType ?? null,
})

/** All eleven keys, in the order in which finAPI sends them. */
export const presentChallenge = (
  challenge: Challenge,
  { language, photo }: ErrorContext,
): Schemas['MultiStepAuthenticationChallenge'] => ({
  hash: challenge.hash,
  status: challenge.status,
  challengeMessage: challenge.message === undefined ? null : inLanguage(challenge.message, language),
  answerFieldLabel: challenge.answerFieldLabel ?? null,
  redirectUrl: challenge.redirectUrl ?? null,
  redirectContext: challenge.redirectContext ?? null,
  redirectContextField: challenge.redirectContextField ?? null,
  twoStepProcedures: challenge.procedures?.map(presentProcedure) ?? null,
  photoTanMimeType: photo?.mimeType ?? null,
  photoTanData: photo?.data ?? null,
  opticalData: challenge.opticalData ?? null,
})

import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { inLanguage } from '../../core/text.ts'
import type { Challenge, ChallengeContext, TwoStepProcedure } from '../../sca/challenge.ts'

export const writeProcedure = (procedure: TwoStepProcedure): Schema<'v1', 'TwoStepProcedure'> => ({
  ...procedure,
  procedureChallengeType: procedure.procedureChallengeType ?? null,
})

/** Writes all eleven keys, in the order in which finAPI sends them. */
export const writeChallenge = (
  challenge: Challenge,
  { language, photo }: ChallengeContext,
): Schema<'v1', 'MultiStepAuthenticationChallenge'> => ({
  hash: challenge.hash,
  status: challenge.status,
  challengeMessage: challenge.message === undefined ? null : inLanguage(challenge.message, language),
  answerFieldLabel: challenge.answerFieldLabel ?? null,
  redirectUrl: challenge.redirectUrl ?? null,
  redirectContext: challenge.redirectContext ?? null,
  redirectContextField: challenge.redirectContextField ?? null,
  twoStepProcedures: challenge.procedures?.map(writeProcedure) ?? null,
  photoTanMimeType: photo?.mimeType ?? null,
  photoTanData: photo?.data ?? null,
  opticalData: challenge.opticalData ?? null,
})

import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { inLanguage } from '../../core/text.ts'
import type { Challenge, ChallengeContext, TwoStepProcedure } from '../../sca/challenge.ts'
import type { Loose } from '../wire.ts'

export const writeProcedure = (procedure: TwoStepProcedure): Loose<Schema<'v2', 'TwoStepProcedure'>> => ({
  ...procedure,
})

export const writeChallenge = (
  challenge: Challenge,
  { language, photo }: ChallengeContext,
): Loose<Schema<'v2', 'MultiStepAuthenticationChallenge'>> => ({
  hash: challenge.hash,
  status: challenge.status,
  challengeMessage: challenge.message === undefined ? undefined : inLanguage(challenge.message, language),
  answerFieldLabel: challenge.answerFieldLabel,
  redirectUrl: challenge.redirectUrl,
  redirectContext: challenge.redirectContext,
  redirectContextField: challenge.redirectContextField,
  twoStepProcedures: challenge.procedures?.map(writeProcedure),
  photoTanMimeType: photo?.mimeType,
  photoTanData: photo?.data,
  opticalData: challenge.opticalData,
  opticalDataAsReinerSct: false,
})

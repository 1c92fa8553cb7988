import { inLanguage } from '../../../core/text.ts'
import type { Challenge, TwoStepProcedure } from '../../../sca/challenge.ts'
import type { ErrorContext } from '../../api.ts'
import type { Schemas } from './schemas.ts'

export const presentProcedure = (procedure: TwoStepProcedure): Schemas['TwoStepProcedure'] => ({ ...procedure })

export const presentChallenge = (
  challenge: Challenge,
  { language, photo }: ErrorContext,
): Schemas['MultiStepAuthenticationChallenge'] => ({
  hash: challenge.hash,
  status: challenge.status,
  challengeMessage: challenge.message === undefined ? undefined : inLanguage(challenge.message, language),
  answerFieldLabel: challenge.answerFieldLabel,
  redirectUrl: challenge.redirectUrl,
  redirectContext: challenge.redirectContext,
  redirectContextField: challenge.redirectContextField,
  twoStepProcedures: challenge.procedures?.map(presentProcedure),
  photoTanMimeType: photo?.mimeType,
  photoTanData: photo?.data,
  opticalData: challenge.opticalData,
  opticalDataAsReinerSct: false,
})

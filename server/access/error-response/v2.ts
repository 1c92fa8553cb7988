import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { inLanguage } from '../../core/text.ts'
import { writeChallenge } from '../bank-connections/challenge-v2.ts'
import type { FinApiError } from '../errors.ts'
import { type Loose, writeOffsetTime } from '../wire.ts'
import type { ErrorContext } from './error-context.ts'

export const writeError = (
  { details, bank }: FinApiError,
  context: ErrorContext,
): Loose<Schema<'v2', 'ErrorMessage'>> => ({
  errors: [
    {
      message: details.text === undefined ? undefined : inLanguage(details.text, context.language),
      code: details.code,
      type: details.type,
      multiStepAuthentication: details.challenge === undefined ? undefined : writeChallenge(details.challenge, context),
    },
  ],
  date: writeOffsetTime(context.now),
  requestId: context.requestId,
  endpoint: context.endpoint,
  authContext: context.authContext,
  bank:
    bank === undefined
      ? undefined
      : `${bank.blz} - ${bank.name} (id: ${bank.id}, location: ${bank.location ?? 'none'})`,
})

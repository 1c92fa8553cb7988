import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { inLanguage } from '../../core/text.ts'
import { writeChallenge } from '../bank-connections/challenge-v1.ts'
import type { FinApiError } from '../errors.ts'
import { writeLocalTime } from '../wire.ts'
import type { ErrorContext } from './error-context.ts'

export const writeError = ({ details, bank }: FinApiError, context: ErrorContext): Schema<'v1', 'ErrorMessage'> => ({
  errors: [
    {
      message: details.text === undefined ? null : inLanguage(details.text, context.language),
      code: details.code,
      type: details.type,
      // Plain errors come without the key, not with null.
      ...(details.challenge === undefined
        ? {}
        : { multiStepAuthentication: writeChallenge(details.challenge, context) }),
    },
  ],
  date: writeLocalTime(context.now),
  requestId: context.requestId,
  endpoint: context.endpoint,
  authContext: context.authContext,
  bank: bank === undefined ? null : `${bank.blz} - ${bank.name}`,
})

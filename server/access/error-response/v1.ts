import { inLanguage } from '../../../core/text.ts'
import type { ErrorContext } from '../../api.ts'
import type { FinApiError } from '../../errors.ts'
import { localTime } from '../common.ts'
import { presentChallenge } from './challenge.ts'
import type { Schemas } from './schemas.ts'

export const presentError = ({ details, bank }: FinApiError, context: ErrorContext): Schemas['ErrorMessage'] => ({
  errors: [
    {
      message: details.text === undefined ? null : inLanguage(details.text, context.language),
      code: details.code,
      type: details.type,
      // Plain errors come without the key, not with null.
      ...(details.challenge === undefined
        ? {}
        : { multiStepAuthentication: presentChallenge(details.challenge, context) }),
    },
  ],
  date: localTime(context.now),
  requestId: context.requestId,
  endpoint: context.endpoint,
  authContext: context.authContext,
  bank: bank === undefined ? null : `${bank.blz} - ${bank.name}`,
})

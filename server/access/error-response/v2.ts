import { inLanguage } from '../../../core/text.ts'
import type { ErrorContext } from '../../api.ts'
import type { FinApiError } from '../../errors.ts'
import { offsetTime } from '../common.ts'
import { presentChallenge } from './challenge.ts'
import type { Schemas } from './schemas.ts'

export const presentError = ({ details, bank }: FinApiError, context: ErrorContext): Schemas['ErrorMessage'] => ({
  errors: [
    {
      message: details.text === undefined ? undefined : inLanguage(details.text, context.language),
      code: details.code,
      type: details.type,
      multiStepAuthentication:
        details.challenge === undefined ? undefined : presentChallenge(details.challenge, context),
    },
  ],
  date: offsetTime(context.now),
  requestId: context.requestId,
  endpoint: context.endpoint,
  authContext: context.authContext,
  bank:
    bank === undefined
      ? undefined
      : `${bank.blz} - ${bank.name} (id: ${bank.id}, location: ${bank.location ?? 'none'})`,
})

import type { Api } from '../access/api.ts'
import type { Caller } from '../access/authorization/token.ts'
import { FinApiError, OAuthError, unexpectedError } from '../access/errors.ts'
import type { Language } from '../core/text.ts'
import { drawPhoto } from '../sca/photo-tan.ts'
import type { World } from '../world/world.ts'
import type { Answer } from './exchange.ts'

export interface ErrorSurroundings {
  world: World
  api: Api
  language: Language
  requestId: string
  endpoint: string
  caller: Caller | undefined
}

/** The one place that turns what was thrown into an answer, in the shape of its kind. */
export const answerError = async (error: unknown, surroundings: ErrorSurroundings): Promise<Answer> => {
  if (error instanceof OAuthError) {
    return { status: 401, body: { error: error.error, error_description: error.description } }
  }
  if (!(error instanceof FinApiError)) {
    // Only a mistake of this server gets here; whoever runs it should see it.
    console.error(error)
    return answerError(unexpectedError('An unexpected error occurred'), surroundings)
  }
  const { world, api, language, requestId, endpoint, caller } = surroundings
  const shown = error.details.challenge?.photo
  const body = api.present.error(error, {
    now: world.clock.now(),
    language,
    requestId,
    endpoint,
    authContext: authContextOf(caller),
    photo: shown === undefined ? undefined : await drawPhoto(shown.text),
  })
  return { status: error.details.status, body }
}

/** Client and user by number. Samples always show both numbers; 0 for "none" is an assumption. */
const authContextOf = (caller: Caller | undefined): string =>
  `${caller?.client.number ?? 0}/${caller?.user?.number ?? 0}`

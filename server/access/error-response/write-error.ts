import type { ApiVersion } from '../../../contracts/openapi/api-types.ts'
import { drawPhoto, type Photo } from '../../sca/photo-tan.ts'
import type { Exchange, HostResponse } from '../../world/exchange.ts'
import type { Caller } from '../authorization/authenticate.ts'
import { FinApiError, OAuthError, unexpectedError } from '../errors.ts'
import { writeError as writeErrorV1 } from './v1.ts'
import { writeError as writeErrorV2 } from './v2.ts'

const WRITERS = { v1: writeErrorV1, v2: writeErrorV2 }

/** Turns a thrown value into a response: OAuth's pair for 401, ErrorMessage otherwise. */
export const writeErrorResponse = (
  error: unknown,
  exchange: Exchange,
  version: ApiVersion,
): HostResponse | Promise<HostResponse> => {
  if (error instanceof OAuthError) {
    return {
      status: 401,
      body: { error: error.error, error_description: error.description },
      errorCodes: [error.error],
    }
  }
  if (!(error instanceof FinApiError)) {
    // Only a bug in this server gets here, so it is printed for its developers.
    console.error(error)
    return writeErrorResponse(unexpectedError('An unexpected error occurred'), exchange, version)
  }
  const photo = error.details.challenge?.photo
  if (photo === undefined) return write(error, exchange, version, undefined)
  return drawPhoto(photo.text).then((drawn) => write(error, exchange, version, drawn))
}

const write = (error: FinApiError, exchange: Exchange, version: ApiVersion, photo: Photo | undefined): HostResponse => {
  const { status, code, challenge } = error.details
  const body = WRITERS[version](error, {
    now: exchange.world.clock.now(),
    language: exchange.language,
    requestId: exchange.requestId,
    endpoint: `${exchange.request.method} ${exchange.path}`,
    authContext: authContext(exchange.caller),
    photo,
  })
  return { status, body, errorCodes: [code], challenge }
}

/** Formats client and user by number. Samples always show both; 0 for "none" is an assumption. */
const authContext = (caller: Caller | undefined): string => `${caller?.client.number ?? 0}/${caller?.user?.number ?? 0}`

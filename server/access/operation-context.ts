import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { Exchange } from '../world/exchange.ts'
import type { World } from '../world/world.ts'
import type { Client } from './authorization/client.ts'
import { accessDenied, badRequest, tooManyIds } from './errors.ts'
import type { User } from './users/user.ts'

/** The PSU's device, from the request's headers; undefined for a missing header. */
export interface PsuMetadata {
  readonly ipAddress: string | undefined
  readonly deviceOs: string | undefined
  readonly userAgent: string | undefined
}

/** The context of a request, besides its body and query. */
export interface OperationContext {
  readonly world: World
  readonly version: ApiVersion
  /** The calling client. Throws UNAUTHORIZED_ACCESS for an operation that needs no token. */
  readonly client: Client
  /** The user whose token was sent. Throws UNAUTHORIZED_ACCESS if it was a client's token. */
  readonly user: User
  /** The `{id}` of the path. Throws BAD_REQUEST unless it is a whole number. */
  readonly id: number
  /** The `{ids}` of the path. Throws BAD_REQUEST or TOO_MANY_IDS. */
  readonly ids: readonly number[]
  readonly psu: PsuMetadata
  /** The URL of this world as the client reaches it, without finAPI's paths. */
  readonly baseUrl: string
}

/** The most ids that one request may name. */
const MAX_IDS = 1000

export const createOperationContext = (exchange: Exchange, version: ApiVersion): OperationContext => ({
  world: exchange.world,
  version,
  baseUrl: exchange.baseUrl,
  get client() {
    if (exchange.caller === undefined) throw accessDenied()
    return exchange.caller.client
  },
  get user() {
    if (exchange.caller?.user === undefined) throw accessDenied()
    return exchange.caller.user
  },
  get id() {
    return readId(exchange.pathValue)
  },
  get ids() {
    return readIds(exchange.pathValue)
  },
  get psu() {
    const { headers } = exchange.request
    return {
      ipAddress: headers.get('psu-ip-address') ?? undefined,
      deviceOs: headers.get('psu-device-os') ?? undefined,
      userAgent: headers.get('psu-user-agent') ?? undefined,
    }
  },
})

const readId = (text: string): number => {
  const id = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(id)) throw badRequest(`'${text}' is not a valid identifier.`)
  return id
}

const readIds = (text: string): number[] => {
  const ids = text.split(',').map(readId)
  if (ids.length > MAX_IDS) throw tooManyIds(`${ids.length} identifiers are given, but at most ${MAX_IDS} are allowed.`)
  return ids
}

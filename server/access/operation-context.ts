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

/** The most ids that one request may name. */
const MAX_IDS = 1000

/** The context of a request, besides its body and query. Each property is read from the request when it is needed. */
export class OperationContext {
  readonly world: World
  readonly version: ApiVersion
  readonly #exchange: Exchange

  constructor(exchange: Exchange, version: ApiVersion) {
    this.world = exchange.world
    this.version = version
    this.#exchange = exchange
  }

  /** The URL of this world as the client reaches it, without finAPI's paths. */
  get baseUrl(): string {
    return this.#exchange.baseUrl
  }

  /** The calling client. Throws UNAUTHORIZED_ACCESS for an operation that needs no token. */
  get client(): Client {
    const { caller } = this.#exchange
    if (caller === undefined) throw accessDenied()
    return caller.client
  }

  /** The user whose token was sent. Throws UNAUTHORIZED_ACCESS if it was a client's token. */
  get user(): User {
    const user = this.#exchange.caller?.user
    if (user === undefined) throw accessDenied()
    return user
  }

  /** The `{id}` of the path. Throws BAD_REQUEST unless it is a whole number. */
  get id(): number {
    return readId(this.#exchange.pathValue)
  }

  /** The `{ids}` of the path. Throws BAD_REQUEST or TOO_MANY_IDS. */
  get ids(): readonly number[] {
    return readIds(this.#exchange.pathValue)
  }

  get psu(): PsuMetadata {
    const { request } = this.#exchange
    return {
      ipAddress: request.header('psu-ip-address'),
      deviceOs: request.header('psu-device-os'),
      userAgent: request.header('psu-user-agent'),
    }
  }
}

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

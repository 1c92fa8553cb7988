import type { Caller } from '../access/authorization/authenticate.ts'
import type { HttpRequest } from '../core/http-request.ts'
import { type Language, preferredLanguage } from '../core/text.ts'
import type { Stage } from '../observe/journal/entry.ts'
import type { Challenge } from '../sca/challenge.ts'
import type { World } from './world.ts'

/** The parts of an exchange that are known when the request arrives. */
export interface ExchangeStart {
  readonly world: World
  readonly request: HttpRequest
  /** The path without the world's prefix. */
  readonly path: string
  /** The value of the path's parameter, such as `{id}`; empty if the path has none. */
  readonly pathValue: string
  /** The world's base URL for the client, without a path of finAPI. */
  readonly baseUrl: string
  /** The client's id of the request, or a generated one. */
  readonly requestId: string
}

/** A request of any host while the server handles it. */
export class Exchange implements ExchangeStart {
  readonly world: World
  readonly request: HttpRequest
  readonly path: string
  readonly pathValue: string
  readonly baseUrl: string
  readonly requestId: string
  /** The time of the request, by the world's clock. */
  readonly startedAt: number
  /** The stage that the request reached. */
  stage: Stage = 'world'
  /** The client and user of the token; undefined until the token was checked. */
  caller: Caller | undefined = undefined
  /** Id of the user that the request concerns, for the journal. */
  userId: string | undefined = undefined
  /** Id of the client that the request concerns, for the journal. */
  clientId: string | undefined = undefined
  /** First hash of the flow that the request concerns; calls to a bank have an explanation instead. */
  flow: string | undefined = undefined
  /** The body as it was sent; undefined if it was not read. */
  sentText: string | undefined = undefined
  /** The body or form before validation; undefined if it was not read or is unreadable. */
  sent: unknown = undefined

  constructor({ world, request, path, pathValue, baseUrl, requestId }: ExchangeStart) {
    this.world = world
    this.request = request
    this.path = path
    this.pathValue = pathValue
    this.baseUrl = baseUrl
    this.requestId = requestId
    this.startedAt = world.clock.now()
  }

  /** The language of finAPI's own texts. */
  get language(): Language {
    return preferredLanguage(this.request.header('accept-language'))
  }
}

/** A host's response, before it is written as HTTP. */
export interface HostResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Written as JSON; undefined for an empty body. */
  readonly body?: unknown
  /** A body that is no JSON. */
  readonly text?: string | undefined
  /** The codes of an error response. */
  readonly errorCodes?: readonly string[] | undefined
  /** The challenge of a response that requires more authentication. */
  readonly challenge?: Challenge | undefined
}

import type { Caller } from '../access/authorization/authenticate.ts'
import type { Language } from '../core/text.ts'
import type { Stage } from '../observe/journal/entry.ts'
import type { Challenge } from '../sca/challenge.ts'
import type { World } from './world.ts'

/** A request on its way through the server, whichever host it is for. */
export interface Exchange {
  readonly world: World
  readonly request: Request
  /** The server's surroundings of the request; see `http/connection.ts`. */
  readonly env: unknown
  /** The path without the world's prefix. */
  readonly path: string
  /** The value of the path's parameter, such as `{id}`; empty if the path has none. */
  readonly pathValue: string
  /** The address by which the client reaches this world: the part before finAPI's paths. */
  readonly baseUrl: string
  /** The client's id of the request, or a generated one. */
  readonly requestId: string
  readonly language: Language
  /** When the request came, by the world's clock. */
  readonly startedAt: number
  /** How far the request got. */
  stage: Stage
  /** The client, and its user, whose token was sent; undefined until the token was checked. */
  caller: Caller | undefined
  /** Ids of the user and the client that the request is about, for the journal. */
  userId: string | undefined
  clientId: string | undefined
  /** First hash of the flow that the request is about; calls to a bank have an explanation instead. */
  flow: string | undefined
  /** The body or form as it came, before it was checked; undefined if it was not read or could not be. */
  sent: unknown
  /** The length of the body in characters. */
  sentSize: number
}

/** A response as a host makes it, before it is written as HTTP. */
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

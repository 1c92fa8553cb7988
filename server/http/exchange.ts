import type { Api, Operation } from '../access/api.ts'
import type { Caller } from '../access/authorization/token.ts'
import { accessDenied } from '../access/errors.ts'
import type { User } from '../access/users/user.ts'
import type { Language } from '../core/text.ts'
import type { Stage } from '../observe/journal/entry.ts'
import type { Explanation } from '../sca/explanation.ts'
import type { World } from '../world/world.ts'

/** A request on its way through the server: who asks what, of which world, in which version. */
export interface Exchange {
  readonly world: World
  readonly api: Api
  readonly operationId: string
  readonly operation: Operation
  readonly request: Request
  readonly requestId: string
  readonly language: Language
  /** Method and path without host, world and query. */
  readonly endpoint: string
  /** How the client reaches this world: the address before finAPI's paths. */
  readonly baseUrl: string
  /** What stands for `{id}` or `{ids}` in the path. */
  readonly pathValue: string
  /** Unknown until the token was looked at. */
  caller: Caller | undefined
  /** The validated body, or form. */
  body: unknown
  /** The validated query, its values in the types they stand for. */
  query: unknown
  /** Which scenario and step decided the answer; only calls that talk to a bank have one. */
  explanation: Explanation | undefined
  /** When the request came, by the world's clock. */
  readonly begun: number
  /** How far the request got. */
  stage: Stage
  /** Body or form as it came, before it was checked; undefined where it was not read, or could not be. */
  sent: unknown
  /** Its length in characters. */
  sentSize: number
  /** What was thrown instead of an answer. */
  error: unknown
}

/** An answer as it goes out. */
export interface SentAnswer {
  status: number
  headers: Record<string, string>
  text: string | undefined
}

/** What goes back to the client; an empty body where there is none. */
export interface Answer {
  status: number
  body?: unknown
}

export type Handler = (exchange: Exchange) => Answer

/** Handlers by operation id. */
export type Handlers = Readonly<Record<string, Handler>>

export const ok = (body?: unknown): Answer => ({ status: 200, body })

export const created = (body: unknown): Answer => ({ status: 201, body })

/** The caller's user; operations that ask for a user token always have one. */
export const userOf = ({ caller }: Exchange): User => {
  if (caller?.user === undefined) throw accessDenied()
  return caller.user
}

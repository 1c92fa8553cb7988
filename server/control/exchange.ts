import { parseDuration } from '../core/duration.ts'
import type { HttpRequest } from '../core/http-request.ts'
import { parseMoment } from '../core/moment.ts'
import { DURATION_FORMAT, MOMENT_FORMAT } from '../core/time-limits.ts'
import type { HostResponse } from '../world/exchange.ts'
import type { World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'
import type { components, operations } from './generated/control.types.ts'

export type Schemas = components['schemas']

/** A request to the control API with its validated body and query. */
export interface ControlExchange {
  readonly worlds: Worlds
  /** The world of the path's prefix. */
  readonly world: World
  readonly request: HttpRequest
  /** The world's base URL for the client. */
  readonly baseUrl: string
  /** The value of the path's parameter. */
  readonly pathValue: string
  readonly query: unknown
  readonly body: unknown
}

export type ControlHandler = (exchange: ControlExchange) => HostResponse | Promise<HostResponse>

/** The handlers by operation id. */
export type ControlHandlers = Readonly<Record<string, ControlHandler>>

/** A request that the control API refuses; the message gives the reason and the correction. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly field: string | undefined

  constructor(status: 400 | 401 | 403 | 404 | 405 | 409 | 415 | 429, message: string, field?: string) {
    super(message)
    this.status = status
    this.field = field
  }
}

/** Returns the body, which is already validated, in the type of a schema. */
export const readBody = <Name extends keyof Schemas>(exchange: ControlExchange, _name: Name): Schemas[Name] =>
  exchange.body as Schemas[Name]

type OperationQuery<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>

/** Returns the query, which is already validated and converted, in the type of an operation. */
export const readQuery = <Name extends keyof operations>(
  exchange: ControlExchange,
  _name: Name,
): OperationQuery<Name> => exchange.query as OperationQuery<Name>

/** Reads the number in the path. Throws a ControlError. */
export const readId = ({ pathValue: text }: ControlExchange): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new ControlError(400, `must be a whole number, but is '${text}'`, 'id')
}

/** Parses a time as milliseconds since 1970. Throws a ControlError. */
export const readMoment = (field: string, text: string): number => {
  const moment = parseMoment(text)
  if (moment !== undefined) return moment
  throw new ControlError(400, `must be ${MOMENT_FORMAT}, but is '${text}'`, field)
}

/** Parses a duration as milliseconds. Throws a ControlError. */
export const readDuration = (field: string, text: string): number => {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  throw new ControlError(400, `must be ${DURATION_FORMAT}, but is '${text}'`, field)
}

/** Responds with a body that is JSON already: writing a large one at once would take too long. */
export const respondWithJson = (json: string): HostResponse => ({
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  text: json,
})

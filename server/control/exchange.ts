import { parseDuration } from '../core/duration.ts'
import type { HostResponse } from '../world/exchange.ts'
import type { World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'
import type { components, operations } from './generated/control.types.ts'

export type Schemas = components['schemas']

/** The settings of a server that concern the control API. */
export interface ControlSettings {
  /** Undefined if everybody who reaches the server may control it. */
  readonly controlToken: string | undefined
}

/** A request to the control API, with body and query as its document describes them. */
export interface ControlExchange {
  readonly worlds: Worlds
  /** The world of the path's prefix. */
  readonly world: World
  readonly settings: ControlSettings
  /** The value of the path's `{…}`. */
  readonly pathValue: string
  readonly query: unknown
  readonly body: unknown
}

export type ControlHandler = (exchange: ControlExchange) => HostResponse | Promise<HostResponse>

/** Handlers by operation id. */
export type ControlHandlers = Readonly<Record<string, ControlHandler>>

/** A request that cannot be fulfilled; the message says what is wrong and what would be right. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly field: string | undefined

  constructor(status: 400 | 401 | 404 | 405 | 409, message: string, field?: string) {
    super(message)
    this.status = status
    this.field = field
  }
}

/** A body that was validated by the document of the control API. */
export const bodyOf = <Name extends keyof Schemas>(exchange: ControlExchange, _name: Name): Schemas[Name] =>
  exchange.body as Schemas[Name]

type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>

/** A query that was validated by the document of the control API, numbers as numbers. */
export const queryOf = <Name extends keyof operations>(exchange: ControlExchange, _name: Name): QueryOf<Name> =>
  exchange.query as QueryOf<Name>

/** Reads the number in the path. Throws a ControlError. */
export const readId = ({ pathValue: text }: ControlExchange): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new ControlError(400, `must be a whole number, but is '${text}'`, 'id')
}

/** Formats milliseconds as the control API writes them. */
export const formatMoment = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** Reads a moment of the control API. Throws a ControlError. */
export const readMoment = (field: string, text: string): number => {
  const moment = Date.parse(text)
  if (!Number.isNaN(moment)) return moment
  throw new ControlError(400, `must be a moment such as 2026-01-31T12:00:00Z, but is '${text}'`, field)
}

/** Reads a duration of the control API as milliseconds. Throws a ControlError. */
export const readDuration = (field: string, text: string): number => {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  throw new ControlError(400, `must be an ISO 8601 duration such as PT5S, but is '${text}'`, field)
}

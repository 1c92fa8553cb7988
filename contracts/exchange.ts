import type { ApiVersion, OperationId } from './api.ts'

/** One request and its answer as they went over the wire, secrets included: redact before keeping or showing any of it. */
export interface Exchange {
  /** Absent where a rule asks for something that is not documented. */
  readonly operationId: OperationId | undefined
  readonly version: ApiVersion
  readonly request: {
    readonly method: string
    /** With query, without host. */
    readonly path: string
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | undefined
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  readonly milliseconds: number
}

/** Told of every exchange, in the order in which the answers came. */
export type ExchangeListener = (exchange: Exchange) => void

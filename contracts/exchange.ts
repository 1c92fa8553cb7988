import type { ApiVersion, OperationId } from './api.ts'

/** A request and its response as sent, with their secrets: redact before storing or showing any of it. */
export interface Exchange {
  /** Undefined for a request that is no documented operation. */
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

/** Receives every exchange, in the order of the responses. */
export type ExchangeListener = (exchange: Exchange) => void

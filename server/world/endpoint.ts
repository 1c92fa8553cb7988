import type { Validator } from '../../contracts/openapi/validator.ts'
import type { OperationFacts } from '../access/operation-facts.ts'
import type { RequestProblem } from '../core/request-problem.ts'
import type { Exchange, HostResponse } from './exchange.ts'

/** The target of a request: an operation of a host, a page, or the host's response to an unknown path. */
export interface Endpoint {
  /** The operation's id in its contract, or `bank-page`; undefined for an unknown path. */
  readonly operation: string | undefined
  /** The API version; undefined for hosts and pages without one. */
  readonly version: string | undefined
  readonly facts: OperationFacts
  /** True if responses have the header X-Request-Id. */
  readonly hasRequestId: boolean
  /** True if faults can hit its requests, and its exchanges are published. */
  readonly isObserved: boolean
  /** True if the journal stores response bodies. Those of pages are for people, and one shows a PIN that works. */
  readonly storesBody: boolean
  /** The rules for its requests; undefined if the endpoint reads them itself. */
  readonly contract: RequestContract | undefined
  /**
   * Reads the ids of user and client without refusing the request: for faults that are limited to them, and for the
   * journal if a fault responds first.
   */
  describeCaller(exchange: Exchange): { userId: string | undefined; clientId: string | undefined }
  /** Checks the token. Throws the host's errors. */
  identify(exchange: Exchange): void
  /** Runs the operation. Throws the host's errors. */
  run(exchange: Exchange, request: ValidRequest): HostResponse | Promise<HostResponse>
  /** Writes an error in the host's shape. */
  writeError(error: unknown, exchange: Exchange): HostResponse | Promise<HostResponse>
  /** Throws if the response violates the host's contract. Called in tests only. */
  checkResponse(response: HostResponse): Promise<void>
}

/** The rules for an operation's requests, and the errors of requests that break them. */
export interface RequestContract {
  /** Media type of the body. */
  readonly body: string | null
  /** Names of the query's parameters. */
  readonly query: readonly string[]
  /** Names of the parameters that are lists. */
  readonly lists: readonly string[]
  /** True to refuse unknown and repeated parameters. */
  readonly isStrictQuery?: boolean | undefined
  /** True if requests may omit the body. */
  readonly isBodyOptional?: boolean | undefined
  /** True if a form may also be sent as query; the body takes precedence. */
  readonly allowsFormInQuery?: boolean | undefined
  /** In bytes. */
  readonly maxBody?: number | undefined
  /** True if a field that is null counts as omitted. */
  readonly ignoresNulls: boolean
  /** Called by the first request, so that the server starts quickly. Undefined if the operation reads the body itself. */
  readonly loadBodyValidator: (() => Validator | Promise<Validator>) | undefined
  readonly loadQueryValidator: () => Validator | Promise<Validator>
  /** Creates the host's error for a problem. */
  readonly refuse: (problem: RequestProblem) => Error
}

/** The validated body and query of a request; numbers and booleans are converted from text. */
export interface ValidRequest {
  readonly body: unknown
  readonly query: unknown
}

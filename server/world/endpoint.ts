import type { Validator } from '../../contracts/openapi/validator.ts'
import type { OperationFacts } from '../access/operation-facts.ts'
import type { RequestProblem } from '../core/request-problem.ts'
import type { Exchange, HostResponse } from './exchange.ts'

/** The target of a request: an operation of a host, a page, or what a host responds to a path that it does not have. */
export interface Endpoint {
  /** The operation's id in its contract, or `bank-page`; undefined for an unknown path. */
  readonly operation: string | undefined
  /** The API version; undefined for hosts and pages without one. */
  readonly version: string | undefined
  readonly facts: OperationFacts
  /** Whether responses carry X-Request-Id. */
  readonly hasRequestId: boolean
  /** Whether faults hit the requests, and journal and subscribers get the exchanges. */
  readonly isObserved: boolean
  /** Whether the journal stores the body of a response. Pages are for people, and one shows a PIN that works. */
  readonly storesBody: boolean
  /** The form of its requests; undefined for an endpoint that reads its requests itself. */
  readonly contract: RequestContract | undefined
  /**
   * Names the user and the client of a request without refusing it: for faults that are limited to some, and for the
   * journal if a fault responds first.
   */
  describeCaller(exchange: Exchange): { userId: string | undefined; clientId: string | undefined }
  /** Checks the token. Throws the host's errors. */
  identify(exchange: Exchange): void
  /** Runs the operation. Throws the host's errors. */
  run(exchange: Exchange, request: ValidRequest): HostResponse | Promise<HostResponse>
  /** Writes an error in the host's shape. */
  writeError(error: unknown, exchange: Exchange): Promise<HostResponse>
  /** Throws if the response is not as the host's contract describes it. Called in tests only. */
  checkResponse(response: HostResponse): Promise<void>
}

/** The form of an operation's requests, and the errors of a request that does not have it. */
export interface RequestContract {
  /** Media type of the body. */
  readonly body: string | null
  /** Names of the query's parameters, and of those among them that are lists. */
  readonly query: readonly string[]
  readonly lists: readonly string[]
  /** Whether unknown and repeated parameters are refused. */
  readonly isStrictQuery?: boolean | undefined
  /** Whether a body may be left out. */
  readonly isBodyOptional?: boolean | undefined
  /** Whether a form may also be sent as query; the body takes precedence. */
  readonly allowsFormInQuery?: boolean | undefined
  /** The most bytes of a body. */
  readonly maxBody?: number | undefined
  /** Whether a field that is null counts as not given. */
  readonly ignoresNulls: boolean
  /** Loaded with the first request, so that the server starts quickly. Undefined if the operation reads the body itself. */
  readonly loadBodyValidator: (() => Promise<Validator>) | undefined
  readonly loadQueryValidator: () => Promise<Validator>
  /** Makes the host's error of a problem. */
  readonly refuse: (problem: RequestProblem) => Error
}

/** The parts of a request that a contract describes, in the types that their texts stand for. */
export interface ValidRequest {
  readonly body: unknown
  readonly query: unknown
}

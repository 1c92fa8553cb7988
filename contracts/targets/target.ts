import type { ApiVersion, OperationId } from '../api.ts'
import type { Capability } from '../capability.ts'
import type { ExchangeListener } from '../exchange.ts'
import type { OperationResponse } from '../response.ts'
import type { ShapeFinding } from '../shapes/fit.ts'
import type { Approach, DemoBank } from './demo-banks.ts'
import type { ImportBody, ImportOptions } from './import-request.ts'
import type { TargetSettings } from './settings.ts'

export type QueryValue = string | number | boolean
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>

/** Anything that carries an access token. */
export interface Bearer {
  readonly accessToken: string
}

export interface CallOptions {
  /** Whose token goes along; the client's own when left out, none at all for `nobody`. */
  readonly as?: Bearer | 'client' | 'nobody'
  /** Values for the `{…}` of the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as it goes out. */
export interface PlainRequest {
  readonly method: string
  /** With query, without host. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** A user of the client with a token of their own. */
export interface User extends Bearer {
  readonly id: string
  readonly password: string
  readonly refreshToken: string | undefined
}

/** What a target can show, and why it cannot show the rest. */
export interface Abilities {
  readonly banks: Readonly<Partial<Record<Approach, DemoBank>>>
  /** The reason, for each capability that is not there. */
  readonly missing: ReadonlyMap<Capability, string>
}

/** What one answer said about the contract document; the shape rules read these at the end. */
export interface SeenResponse {
  readonly operationId: OperationId
  readonly status: number
  readonly finding: ShapeFinding
}

/** What a request is for: cleaning up has a budget of its own, or a spent one would leave everything behind. */
export type Purpose = 'rules' | 'cleanup'

/** A limit on the time that something may take. */
export interface TimeLimit {
  isOver(): boolean
}

/** What one rule hands down to the target while it runs. */
export interface Scope {
  readonly signal?: AbortSignal
  readonly onObservation?: (text: string) => void
  readonly purpose?: Purpose
}

/** A server under contract, as rules see it: the same words for the mock, the sandbox, and either version. */
export interface Target {
  readonly settings: TargetSettings
  readonly version: ApiVersion
  /** Calls a documented operation; the answer is held against the contract document on the side. */
  call<Id extends OperationId>(id: Id, options?: CallOptions): Promise<OperationResponse<Id>>
  /** Sends anything else: unknown paths, wrong methods, broken bodies. */
  send(request: PlainRequest): Promise<OperationResponse<undefined>>
  clientToken(): Promise<string>
  /** A new user with a token, for rules that change or count what a user has; deleted when the run ends. */
  newUser(params?: Readonly<Record<string, unknown>>): Promise<User>
  /**
   * A user without connections, alone with the rule until it is over; another one each time a rule asks. What the
   * rule leaves behind is deleted before the next rule gets the user. Most rules want this one: users of a shared
   * sandbox are everybody's.
   */
  borrowUser(): Promise<User>
  abilities(): Promise<Abilities>
  /** The demo bank that shows an approach; skips the rule when there is none. */
  demoBank(approach: Approach): Promise<DemoBank>
  importRequest(bank: DemoBank, options?: Partial<ImportOptions>): ImportBody
  /** Makes something expensive once per run and hands the same to every rule that asks. */
  shared<T>(name: string, make: (target: Target) => Promise<T>): Promise<T>
  /** Returns the time at the target, in milliseconds since 1970 (UTC). */
  now(): number
  /** Lets time pass at the target: polls of a server wait, the clock of a mock is moved. */
  wait(milliseconds: number): Promise<void>
  /** Starts a limit that is over when so much time has passed at the target. */
  startLimit(milliseconds: number): TimeLimit
  /** Notes a difference that is allowed but worth knowing. */
  observe(text: string): void
  /** Every answer to a documented operation so far. */
  readonly seen: readonly SeenResponse[]
  /** What happened on the way that is no rule's business but should be read, repeated requests for example. */
  readonly notices: readonly string[]
  /** Tells of every exchange from now on, those of cleaning up included; the function it answers ends that. */
  onExchange(listener: ExchangeListener): () => void
  /** The same target and session on behalf of one rule. */
  scoped(scope: Scope): Target
  /** Deletes the users of earlier runs that ended without doing so, and says so in the notices. */
  deleteLeftovers(): Promise<void>
  /** Deletes what the run created, closes connections, and answers the ids of users that could not be deleted. */
  close(): Promise<string[]>
}

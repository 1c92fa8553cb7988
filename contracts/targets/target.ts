import type { ApiVersion, OperationId } from '../api.ts'
import type { Capability } from '../capability.ts'
import type { Exchange, ExchangeListener } from '../exchange.ts'
import type { BankVisit } from '../psu/walker.ts'
import type { OperationResponse } from '../response.ts'
import type { ShapeFinding } from '../shapes/fit.ts'
import type { Approach, DemoBank } from './demo-banks.ts'
import type { ImportBody, ImportOptions } from './import-request.ts'
import type { TargetSettings } from './settings.ts'

export type QueryValue = string | number | boolean
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>

/** An owner of an access token. */
export interface Bearer {
  readonly accessToken: string
}

export interface CallOptions {
  /** The owner of the token to send: the client by default, nobody for none. */
  readonly as?: Bearer | 'client' | 'nobody'
  /** Values for the parameters in the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** A request without a documented operation. */
export interface PlainRequest {
  readonly method: string
  /** With query, without host. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** A finAPI user with an access token. */
export interface User extends Bearer {
  readonly id: string
  readonly password: string
  readonly refreshToken: string | undefined
}

/** The demo banks of a target, and the capabilities that it lacks. */
export interface Abilities {
  readonly banks: Readonly<Partial<Record<Approach, DemoBank>>>
  /** The reason, by missing capability. */
  readonly missing: ReadonlyMap<Capability, string>
}

/** The comparison of one response with its schema, for the shape rules. */
export interface SeenResponse {
  readonly operationId: OperationId
  readonly status: number
  readonly finding: ShapeFinding
}

/** The purpose of a request. Cleaning up has its own budget, which spent rules cannot exhaust. */
export type Purpose = 'rules' | 'cleanup'

/** A limit on the time that may pass at the target. */
export interface TimeLimit {
  isOver(): boolean
}

/** The part of a target's state that belongs to one running rule. */
export interface Scope {
  readonly signal?: AbortSignal
  readonly onObservation?: (text: string) => void
  /** Receives each exchange immediately: the rule's own, or one of shared work that the rule waited for. */
  readonly onExchange?: (exchange: Exchange, kind: 'own' | 'shared') => void
  readonly purpose?: Purpose
}

/** The turn of one rule among those that run at the same time. */
export interface Turn {
  /** Returns the same target and session for the rule. Users that it borrows are free when the turn ends. */
  readonly scoped: (scope: Scope) => Target
  /** Calls back once everything that earlier turns reported or sent has been passed on. */
  readonly report: (callback: () => void) => void
}

export interface TurnOptions {
  /** The part of the target that no other turn may occupy meanwhile; see `RuleDescription`. */
  readonly occupies?: string | undefined
}

/** A server as rules use it: the same for the mock, the sandbox, and either version. */
export interface Target {
  readonly settings: TargetSettings
  readonly version: ApiVersion
  /** Calls a documented operation. The response is also compared with its schema, for the shape rules. */
  call<Id extends OperationId>(id: Id, options?: CallOptions): Promise<OperationResponse<Id>>
  /** Sends any other request: unknown paths, wrong methods, broken bodies. */
  send(request: PlainRequest): Promise<OperationResponse<undefined>>
  clientToken(): Promise<string>
  /** Creates a user for one rule, which may leave anything behind; deleted when the run ends. */
  newUser(params?: Readonly<Record<string, unknown>>): Promise<User>
  /**
   * Returns a user without connections that no other rule uses until this one ends; a second call returns another user.
   * Connections are deleted before the next rule borrows the user; anything else the rule has to delete itself. The
   * first choice for rules, because users of a shared sandbox are few.
   */
  borrowUser(): Promise<User>
  abilities(): Promise<Abilities>
  /** Returns the demo bank that shows an approach; skips the rule if there is none. */
  demoBank(approach: Approach): Promise<DemoBank>
  importRequest(bank: DemoBank, options?: Partial<ImportOptions>): ImportBody
  /** Visits the bank in the role of the PSU, and returns the query string of the return URL. */
  visitBank(visit: Omit<BankVisit, 'signal'>): Promise<string>
  /** Returns something expensive that is made once per run, by name. */
  shared<T>(name: string, make: (target: Target) => Promise<T>): Promise<T>
  /** Returns the time at the target, in milliseconds since 1970 (UTC). */
  now(): number
  /** Lets time pass at the target: really waits for a server, moves the clock of a mock. */
  wait(milliseconds: number): Promise<void>
  /** Starts a limit that is over when this much time has passed at the target. */
  startLimit(milliseconds: number): TimeLimit
  /** Notes an allowed difference that is worth knowing. */
  observe(text: string): void
  /** The part that the rule of this target occupies. */
  readonly occupies: string | undefined
  /** Runs rules one after the other from now on, whatever the settings allow. */
  runOneByOne(): void
  /** Every response of a documented operation so far; a rule that judges them has to occupy everything. */
  readonly seen: readonly SeenResponse[]
  /** Events that no rule is about, such as repeated requests. */
  readonly notices: readonly string[]
  /**
   * Calls the listener with every exchange from now on, cleaning up included, in the order of the rules: those of a rule
   * follow when the rules before it have ended. Returns a function that stops it.
   */
  onExchange(listener: ExchangeListener): () => void
  /** Runs work in a turn of its own, as soon as the limit and what it occupies allow that. Not for use within a turn. */
  takeTurn<T>(options: TurnOptions, work: (turn: Turn) => Promise<T>): Promise<T>
  /** Deletes users that earlier runs left behind, and notes it. */
  deleteLeftovers(): Promise<void>
  /** Deletes what the run created, closes connections, and returns the ids of users that could not be deleted. */
  close(): Promise<string[]>
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../answer.ts'
import type { ApiVersion, OperationId } from '../api.ts'
import type { ExchangeListener } from '../exchange.ts'
import { expectSuccess } from '../expect.ts'
import { skip } from '../rule.ts'
import { type CallOptions, callOperation } from './call.ts'
import { type Abilities, findAbilities } from './capabilities.ts'
import type { Approach, DemoBank } from './demo-banks.ts'
import { exchange, type PlainRequest } from './http.ts'
import { buildImportRequest, type ImportBody, type ImportOptions } from './import-request.ts'
import { createSession, type SeenAnswer, type Session } from './session.ts'
import { completeSettings, type RequiredSettings, type TargetSettings } from './settings.ts'
import { createUser, deleteCreatedUsers, rememberCreatedUser, requestToken, type User } from './users.ts'

/** What one rule hands down to the target while it runs. */
export interface Scope {
  readonly signal?: AbortSignal
  readonly onObservation?: (text: string) => void
}

/** A server under contract, as rules see it: the same words for the mock, the sandbox, and either version. */
export interface Target {
  readonly settings: TargetSettings
  readonly version: ApiVersion
  /** Calls a documented operation; the answer is held against the contract document on the side. */
  call<Id extends OperationId>(id: Id, options?: CallOptions): Promise<Answer<Id>>
  /** Sends anything else: unknown paths, wrong methods, broken bodies. */
  send(request: PlainRequest): Promise<Answer<undefined>>
  clientToken(): Promise<string>
  /** A new user with a token; deleted when the run ends. */
  newUser(params?: Readonly<Record<string, unknown>>): Promise<User>
  abilities(): Promise<Abilities>
  /** The demo bank that shows an approach; skips the rule when there is none. */
  demoBank(approach: Approach): Promise<DemoBank>
  importRequest(bank: DemoBank, options?: Partial<ImportOptions>): ImportBody
  /** Makes something expensive once per run and hands the same to every rule that asks. */
  shared<T>(name: string, make: (target: Target) => Promise<T>): Promise<T>
  wait(milliseconds: number): Promise<void>
  /** Notes a difference that is allowed but worth knowing. */
  observe(text: string): void
  /** Every answer to a documented operation so far. */
  readonly seen: readonly SeenAnswer[]
  /** Tells of every exchange from now on, those of cleaning up included; the function it answers ends that. */
  onExchange(listener: ExchangeListener): () => void
  /** The same target and session on behalf of one rule. */
  scoped(scope: Scope): Target
  /** Deletes what the run created, closes connections, and answers the ids of users that could not be deleted. */
  close(): Promise<string[]>
}

const tokenOf = async (target: Target, as: CallOptions['as']): Promise<string | undefined> => {
  if (as === 'nobody') return undefined
  return as === undefined || as === 'client' ? target.clientToken() : as.accessToken
}

const targetOf = (session: Session, scope: Scope): Target => {
  const { settings } = session
  const target: Target = {
    settings,
    version: settings.version,
    seen: session.seen,
    async call(id, options = {}) {
      const token = await tokenOf(target, options.as)
      const answer = await callOperation(session, id, options, token, scope)
      rememberCreatedUser(session, answer)
      return answer
    },
    send: (request) => exchange(session, request, scope),
    // The token endpoint hands out the same token while it is valid, so one for the whole run is what a client has.
    clientToken: () =>
      target.shared('client token', async (unscoped) => {
        const answer = await requestToken(unscoped, { grant_type: 'client_credentials' })
        return expectSuccess(answer).access_token
      }),
    newUser: (params = {}) => createUser(target, params),
    abilities: () => target.shared('abilities', findAbilities),
    async demoBank(approach) {
      const { banks, missing } = await target.abilities()
      return banks[approach] ?? skip(missing.get(`${approach}-bank`) ?? `no ${approach} demo bank`)
    },
    importRequest: (bank, options = {}) =>
      buildImportRequest(settings.version, bank, {
        login: settings.demo.withSca,
        returnUrl: settings.returnUrl,
        ...options,
      }),
    shared(name, make) {
      // Outside the scope of the rule that happens to ask first: its time limit is not everybody's.
      const made = session.memo.get(name) ?? make(targetOf(session, {}))
      session.memo.set(name, made)
      // What was stored under a name is what was made under it.
      return made as ReturnType<typeof make>
    },
    wait: (milliseconds) => sleep(milliseconds, undefined, scope.signal ? { signal: scope.signal } : {}),
    observe: (text) => scope.onObservation?.(text),
    onExchange(listener) {
      session.listeners.add(listener)
      return () => session.listeners.delete(listener)
    },
    scoped: (inner) => targetOf(session, inner),
    async close() {
      const left = await deleteCreatedUsers(targetOf(session, {}), session)
      await settings.psu.close?.()
      await session.agent.close()
      return left
    },
  }
  return target
}

/**
 * Describes a server to run the rules against. Everything that is not given is as a shared sandbox wants it.
 *
 * @example
 * const target = createTarget({
 *   baseUrl: 'https://sandbox.finapi.io',
 *   version: 'v2',
 *   client: { id: process.env.FINAPI_CLIENT_ID ?? '', secret: process.env.FINAPI_CLIENT_SECRET ?? '' },
 * })
 */
export const createTarget = (settings: RequiredSettings & Partial<TargetSettings>): Target =>
  targetOf(createSession(completeSettings(settings)), {})

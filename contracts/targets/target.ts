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
import { findLeftovers } from './ledger.ts'
import { createSession, ledgerKeyOf, type Purpose, type SeenAnswer, type Session } from './session.ts'
import { completeSettings, type RequiredSettings, type TargetSettings } from './settings.ts'
import { borrowUser, rememberImport } from './user-pool.ts'
import { createUser, deleteUsers, noteCreation, requestToken, type User } from './users.ts'

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
  call<Id extends OperationId>(id: Id, options?: CallOptions): Promise<Answer<Id>>
  /** Sends anything else: unknown paths, wrong methods, broken bodies. */
  send(request: PlainRequest): Promise<Answer<undefined>>
  clientToken(): Promise<string>
  /** A new user with a token, for rules that change or count what a user has; deleted when the run ends. */
  newUser(params?: Readonly<Record<string, unknown>>): Promise<User>
  /**
   * A user without connections, alone with the rule until it is over; another one each time a rule asks. What the
   * rule leaves behind is deleted before the next rule gets the user. Most rules want this one: users of a shared
   * sandbox are everybody's.
   */
  someUser(): Promise<User>
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

const tokenOf = async (target: Target, as: CallOptions['as']): Promise<string | undefined> => {
  if (as === 'nobody') return undefined
  return as === undefined || as === 'client' ? target.clientToken() : as.accessToken
}

const deleteLeftovers = async (target: Target, { settings, notices }: Session): Promise<void> => {
  for (const { users, keep } of findLeftovers(settings.ledger, ledgerKeyOf(settings))) {
    const left = await deleteUsers(target, users)
    keep(left)
    const gone = users.length - left.length
    if (gone > 0) notices.note(`deleted ${gone} user${gone === 1 ? '' : 's'} that an earlier run had left behind`)
    if (left.length > 0) notices.note(`could not delete ${left.map(({ id }) => id).join(', ')} of an earlier run`)
  }
}

const targetOf = (session: Session, scope: Scope): Target => {
  const { settings } = session
  // Who creates users may not be interrupted: nobody would know whether there is one now.
  const { signal: _, ...uninterrupted } = scope
  const target: Target = {
    settings,
    version: settings.version,
    seen: session.seen,
    get notices() {
      return session.notices.list()
    },
    async call(id, options = {}) {
      const token = await tokenOf(target, options.as)
      if (id === 'createUser')
        return noteCreation(session, options.body, () => callOperation(session, id, options, token, uninterrupted))
      const calling = callOperation(session, id, options, token, scope)
      if (id === 'importBankConnection')
        await calling.then(
          (answer) => rememberImport(session, token, answer),
          () => rememberImport(session, token, undefined),
        )
      return calling
    },
    send: (request) => exchange(session, request, scope),
    // The token endpoint hands out the same token while it is valid, so one for the whole run is what a client has.
    clientToken: () =>
      target.shared('client token', async (unscoped) => {
        const answer = await requestToken(unscoped, { grant_type: 'client_credentials' })
        return expectSuccess(answer).access_token
      }),
    newUser: (params = {}) => createUser(target, session, params),
    someUser: () => borrowUser(target, session, target),
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
      const made = session.memo.get(name) ?? make(targetOf(session, { signal: session.ending.signal }))
      session.memo.set(name, made)
      // What was stored under a name is what was made under it.
      return made as ReturnType<typeof make>
    },
    wait: (milliseconds) => settings.sleep(milliseconds, scope.signal),
    observe: (text) => scope.onObservation?.(text),
    onExchange(listener) {
      session.listeners.add(listener)
      return () => session.listeners.delete(listener)
    },
    scoped: (inner) => targetOf(session, inner),
    deleteLeftovers: () => deleteLeftovers(targetOf(session, { ...scope, purpose: 'cleanup' }), session),
    async close() {
      session.ending.abort(new Error('the run is over'))
      await Promise.allSettled(session.creations)
      const cleaner = targetOf(session, { purpose: 'cleanup' })
      const left = await deleteUsers(cleaner, session.ledger.users(), ({ id }) => session.ledger.forget(id))
      await settings.psu.close?.()
      await session.agent.close()
      return left.map(({ id }) => id)
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

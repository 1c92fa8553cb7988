import { expectSuccess } from '../expect.ts'
import { skip } from '../rule.ts'
import { callOperation } from './call.ts'
import { findAbilities } from './capabilities.ts'
import { exchange } from './http.ts'
import { buildImportRequest } from './import-request.ts'
import { findLeftovers } from './ledger.ts'
import { createSession, type Session, toLedgerKey } from './session.ts'
import { completeSettings, type RequiredSettings, type TargetSettings } from './settings.ts'
import type { CallOptions, Scope, Target } from './target.ts'
import { borrowUser, rememberImport } from './user-pool.ts'
import { createUser, deleteUsers, noteCreation, requestToken } from './users.ts'

const findToken = async (target: Target, as: CallOptions['as']): Promise<string | undefined> => {
  if (as === 'nobody') return undefined
  return as === undefined || as === 'client' ? target.clientToken() : as.accessToken
}

const deleteLeftovers = async (target: Target, { settings, notices }: Session): Promise<void> => {
  for (const { users, keep } of findLeftovers(settings.ledger, toLedgerKey(settings), notices.note)) {
    const left = await deleteUsers(target, users)
    keep(left)
    const gone = users.length - left.length
    if (gone > 0) notices.note(`deleted ${gone} user${gone === 1 ? '' : 's'} that an earlier run had left behind`)
    if (left.length > 0) notices.note(`could not delete ${left.map(({ id }) => id).join(', ')} of an earlier run`)
  }
}

const targetOf = (session: Session, scope: Scope): Target => {
  const { settings } = session
  // Creating a user is not interrupted: afterwards it would be unknown whether the user exists.
  const { signal: _, ...uninterrupted } = scope
  const target: Target = {
    settings,
    version: settings.version,
    seen: session.seen,
    get notices() {
      return session.notices.list()
    },
    async call(id, options = {}) {
      const token = await findToken(target, options.as)
      if (id === 'createUser')
        return noteCreation(session, options.body, () => callOperation(session, id, options, token, uninterrupted))
      const calling = callOperation(session, id, options, token, scope)
      if (id === 'importBankConnection')
        await calling.then(
          (response) => rememberImport(session, token, response),
          () => rememberImport(session, token, undefined),
        )
      return calling
    },
    send: (request) => exchange(session, request, scope),
    // The token endpoint returns the same token while it is valid, so one per run is what a client would use.
    clientToken: () =>
      target.shared('client token', async (unscoped) => {
        const response = await requestToken(unscoped, { grant_type: 'client_credentials' })
        return expectSuccess(response).access_token
      }),
    newUser: (params = {}) => createUser(target, session, params),
    borrowUser: () => borrowUser(target, session, target),
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
      // Not in the scope of the rule that needs it first: its time limit does not concern the others.
      const made = session.memo.get(name) ?? make(targetOf(session, { signal: session.ending.signal }))
      session.memo.set(name, made)
      // The same name always has the same type.
      return made as ReturnType<typeof make>
    },
    now: settings.time.now,
    wait: (milliseconds) => settings.time.wait(milliseconds, scope.signal),
    startLimit: (milliseconds) => {
      const end = settings.time.now() + milliseconds
      return { isOver: () => settings.time.now() > end }
    },
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
 * Makes a target of a server to run the rules against. The defaults suit a shared sandbox.
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

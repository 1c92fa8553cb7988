import type { Exchange } from '../exchange.ts'
import { expectSuccess } from '../expect.ts'
import { skip } from '../rule.ts'
import { callOperation } from './call.ts'
import { findAbilities } from './capabilities.ts'
import { exchange } from './http.ts'
import { buildImportRequest } from './import-request.ts'
import type { Track } from './in-order.ts'
import { findLeftovers } from './ledger.ts'
import { createSession, type Holder, type Session, type SharedWork, toLedgerKey } from './session.ts'
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

/** Exchanges of shared work that are kept. */
const MAX_SHARED_EXCHANGES = 10

/** The place of a target's calls among those of all rules. */
interface Place {
  readonly track: Pick<Track, 'add' | 'include'>
  readonly holder: Holder
  readonly occupies?: string | undefined
}

/** Returns the place of calls that are not part of a rule. */
const outside = ({ order }: Session): Place => ({ track: order, holder: { isOver: false } })

const makeShared = (session: Session, make: (target: Target) => Promise<unknown>): SharedWork => {
  const track = session.order.createTrack()
  const exchanges: Exchange[] = []
  const onExchange = (exchange: Exchange): void => {
    exchanges.push(exchange)
    if (exchanges.length > MAX_SHARED_EXCHANGES) exchanges.shift()
  }
  // Not in the scope of the rule that needs it first: its time limit does not concern the others.
  const scope = { signal: session.ending.signal, onExchange }
  const result = make(targetOf(session, scope, { track, holder: { isOver: false } })).finally(() => track.end())
  return { result, track, exchanges }
}

const targetOf = (session: Session, scope: Scope, place: Place): Target => {
  const { settings } = session
  const { track } = place
  const context = { ...scope, track }
  // Creating a user is not interrupted: afterwards it would be unknown whether the user exists.
  const { signal: _, ...uninterrupted } = context
  const awaited = new Set<SharedWork>()
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
      const calling = callOperation(session, id, options, token, context)
      if (id === 'importBankConnection')
        await calling.then(
          (response) => rememberImport(session, token, response),
          () => rememberImport(session, token, undefined),
        )
      return calling
    },
    send: (request) => exchange(session, request, context),
    // The token endpoint returns the same token while it is valid, so one per run is what a client would use.
    clientToken: () =>
      target.shared('client token', async (unscoped) => {
        const response = await requestToken(unscoped, { grant_type: 'client_credentials' })
        return expectSuccess(response).access_token
      }),
    newUser: (params = {}) => createUser(target, session, params),
    borrowUser: () => borrowUser(target, session, place.holder),
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
    visitBank: (visit) => {
      const { psu, limits } = settings
      const signal = (): AbortSignal => AbortSignal.timeout(psu.visitLimit ?? limits.request)
      return session.slots.use(() => psu({ ...visit, signal: signal() }))
    },
    shared(name, make) {
      const work = session.shared.get(name) ?? makeShared(session, make)
      session.shared.set(name, work)
      track.include(work.track)
      const { result, exchanges } = work
      const pass = (kind: 'own' | 'shared') => (): void => {
        if (awaited.has(work)) return
        awaited.add(work)
        for (const one of exchanges) scope.onExchange?.(one, kind)
      }
      // The exchanges of work that failed explain the failure of the rule.
      const passed = result.then(pass('shared'), pass('own')).then(() => result)
      // The same name always has the same type.
      return passed as ReturnType<typeof make>
    },
    now: settings.time.now,
    wait: (milliseconds) => settings.time.wait(milliseconds, scope.signal),
    startLimit: (milliseconds) => {
      const end = settings.time.now() + milliseconds
      return { isOver: () => settings.time.now() > end }
    },
    observe: (text) => scope.onObservation?.(text),
    occupies: place.occupies,
    onExchange(listener) {
      session.listeners.add(listener)
      return () => session.listeners.delete(listener)
    },
    async takeTurn({ occupies }, work) {
      const own = session.order.createTrack()
      session.order.include(own)
      const holder = { isOver: false }
      const permission = session.turns.ask(occupies)
      try {
        await permission.granted
        return await work({
          scoped: (inner) => targetOf(session, { ...scope, ...inner }, { track: own, holder, occupies }),
          report: own.add,
        })
      } finally {
        holder.isOver = true
        permission.end()
        own.end()
      }
    },
    runOneByOne() {
      session.concurrency = 1
    },
    deleteLeftovers: () =>
      deleteLeftovers(targetOf(session, { ...scope, purpose: 'cleanup' }, outside(session)), session),
    async close() {
      session.ending.abort(new Error('the run is over'))
      await Promise.allSettled(session.creations)
      // Shared work that is still pending must not hold back what follows.
      for (const work of session.shared.values()) {
        work.track.end()
        session.order.include(work.track)
      }
      const cleaner = targetOf(session, { purpose: 'cleanup' }, outside(session))
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
export const createTarget = (settings: RequiredSettings & Partial<TargetSettings>): Target => {
  const session = createSession(completeSettings(settings))
  return targetOf(session, {}, outside(session))
}

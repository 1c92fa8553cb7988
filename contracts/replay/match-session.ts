import { placeholderKey, readTemplate } from '../recording/placeholder.ts'
import { isSuccess, type RecordedStep, type RecordedUser, toRoute } from './analyse.ts'
import { type Bindings, createSessionBindings } from './bindings.ts'
import type { LiveRequest } from './live.ts'
import { matchRequest } from './match.ts'
import { type Candidate, findNextStep, findStepOfUser, isUnchanged, type Session } from './session.ts'
import { type Match, type ReplayState, rankByDistance, serve, sortByUse } from './state.ts'

/** A client that gets the same response more often than this is waiting for another one. */
const MAX_REPEATS = 3

/** Compares two rankings by the first number that differs. */
const compareRanks = (one: readonly number[], other: readonly number[]): number => {
  const index = one.findIndex((value, at) => value !== other[at])
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

const bindingsFor = ({ shared }: ReplayState, session: Session, user: RecordedUser): Bindings =>
  user === session.user ? session.bindings : createSessionBindings(shared, session.id, user)

/** A session that follows another recorded user keeps its own credentials. */
const bindCredentials = (user: RecordedUser, { userId, password }: Session): Map<string, string> => {
  const credentials = new Map([[user.id, userId]])
  if (user.password !== undefined && password !== undefined) credentials.set(user.password, password)
  return credentials
}

const goOnWith = (state: ReplayState, session: Session, candidate: Candidate): Match => {
  const { user, bindings, position } = candidate
  state.sessions.set(session.id, { ...session, user, bindings, position, repeats: 0 })
  return serve(state, candidate, session.id)
}

/** Matches a login; the session then follows the user who logged in next in the recording. */
const matchLogin = (
  state: ReplayState,
  session: Session,
  steps: readonly RecordedStep[],
  request: LiveRequest,
): Match | undefined => {
  const candidates = steps.flatMap((step): Candidate[] => {
    const { user, kind } = step
    if (kind !== 'login' || !user) return []
    const bindings = bindingsFor(state, session, user)
    const credentials = user === session.user ? undefined : bindCredentials(user, session)
    const bound = matchRequest(bindings, step.exchange, request, 'strict', credentials)
    return bound ? [{ step, user, bindings, bound, position: user.steps.indexOf(step) + 1, cost: 0 }] : []
  })
  if (candidates.length === 0) return undefined
  // The recorded user may have been refused the login: because they were deleted, for example.
  const own = findNextStep(session, request)
  if (own?.cost === 0) candidates.push(own)
  const rank = ({ step, user }: Candidate): number[] => {
    const isAnother = user === session.user ? 0 : 1
    const distance = rankByDistance(state, step)
    return state.served.has(step) ? [1, isAnother, distance] : [0, distance, isAnother]
  }
  const [best] = candidates.sort((one, other) => compareRanks(rank(one), rank(other)))
  return best && goOnWith(state, session, best)
}

/** Finds the best step with which any user went on like this after a history like the session's. */
const findBestCandidate = (state: ReplayState, session: Session, request: LiveRequest): Candidate | undefined => {
  const { history } = session
  const own = findNextStep(session, request)
  const start = history?.[0]?.step.kind
  if (!history || !start) return own
  const ofUsers = state.recording.users.flatMap((user) =>
    user.steps.flatMap(({ kind }, index) => {
      if (kind !== start) return []
      const bindings = createSessionBindings(state.shared, session.id, user)
      return findStepOfUser(bindings, user, index, bindCredentials(user, session), history, request) ?? []
    }),
  )
  const rank = ({ cost, step, user }: Candidate): number[] => [
    cost,
    state.served.has(step) ? 1 : 0,
    rankByDistance(state, step),
    user === session.user ? 0 : 1,
  ]
  const [best] = [...(own ? [own] : []), ...ofUsers].sort((one, other) => compareRanks(rank(one), rank(other)))
  return best
}

/** Matches an earlier step of the session's user. */
const repeatStep = (
  state: ReplayState,
  session: Session,
  request: LiveRequest,
  { mayBeOutdated }: { readonly mayBeOutdated: boolean },
): Match | undefined => {
  const { user, bindings, position } = session
  const route = toRoute(request)
  for (const step of user.steps.slice(0, position).reverse()) {
    if (!mayBeOutdated && step.kind === 'change') return undefined
    const bound = step.route === route ? matchRequest(bindings, step.exchange, request, 'strict') : undefined
    if (!bound) continue
    state.sessions.set(session.id, { ...session, repeats: session.repeats + 1 })
    return serve(state, { step, bindings, bound }, session.id)
  }
  return undefined
}

/** Matches a similar request of any user. */
const matchSimilar = (
  state: ReplayState,
  session: Session,
  steps: readonly RecordedStep[],
  request: LiveRequest,
): Match | undefined => {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  for (const step of steps) {
    const { user, exchange } = step
    if (!user || step.kind === 'creation') continue
    const bindings = bindingsFor(state, session, user)
    const credentials = user === session.user ? new Map<string, string>() : bindCredentials(user, session)
    const bearer = readTemplate(exchange.request.headers.authorization ?? '').placeholders[0]
    if (bearer && token !== undefined && state.recording.owners.get(placeholderKey(bearer)) === user)
      credentials.set(placeholderKey(bearer), token)
    const bound = matchRequest(bindings, exchange, request, 'lenient', credentials)
    if (bound) return serve(state, { step, bindings, bound }, session.id)
  }
  return undefined
}

const matchAnySimilar = (
  state: ReplayState,
  session: Session,
  steps: readonly RecordedStep[],
  request: LiveRequest,
): Match | undefined => {
  const { unserved, served } = sortByUse(state, steps)
  const own = [...unserved, ...served].filter(({ user }) => user === session.user)
  const others = [...unserved, ...served].filter(({ user }) => user !== session.user)
  const isGood = ({ exchange }: RecordedStep): boolean => isSuccess(exchange)
  const refused = [...own, ...others].filter((step) => !isGood(step))
  return (
    matchSimilar(state, session, own.filter(isGood), request) ??
    matchSimilar(state, session, others.filter(isGood), request) ??
    matchSimilar(state, session, refused, request)
  )
}

/**
 * Finds the step to serve for a request of a session. The session goes on as its recorded user did; where that does
 * not fit any more, it follows a user to whom the same had happened before.
 */
export const matchForSession = (
  state: ReplayState,
  session: Session,
  steps: readonly RecordedStep[],
  request: LiveRequest,
): Match | undefined => {
  const login = matchLogin(state, session, steps, request)
  if (login) return login
  if (!isUnchanged(session)) {
    const next = findNextStep(session, request)
    if (next?.cost === 0) return goOnWith(state, session, next)
    const mayRepeat = request.method === 'GET' && session.repeats < MAX_REPEATS
    const repeated = mayRepeat && repeatStep(state, session, request, { mayBeOutdated: false })
    if (repeated) return repeated
  }
  const best = findBestCandidate(state, session, request)
  if (best) return goOnWith(state, session, best)
  return repeatStep(state, session, request, { mayBeOutdated: true }) ?? matchAnySimilar(state, session, steps, request)
}

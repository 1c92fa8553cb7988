import { isJsonObject, parseJson } from '../recording/json.ts'
import { parsePairs } from '../recording/normalise.ts'
import { collectStrings, isSuccess, type RecordedStep, toRoute } from './analyse.ts'
import { createSessionBindings, readBinding } from './bindings.ts'
import type { LiveRequest, LiveResponse } from './live.ts'
import { matchRequest } from './match.ts'
import { matchForSession } from './match-session.ts'
import type { Strictness } from './match-text.ts'
import { addToHistory, type Session } from './session.ts'
import { type Match, type ReplayState, serve, sortByUse } from './state.ts'

/** Finds the session of a request by its token, or by a user or token that it names. */
const findSession = ({ shared, sessions }: ReplayState, { headers, query, body }: LiveRequest): Session | undefined => {
  const json = parseJson(body)
  const values = [
    /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '',
    ...query.flat(),
    ...(isJsonObject(json) ? collectStrings(json) : parsePairs(body).flat()),
  ]
  for (const value of values) {
    const known = shared.context.byValue.get(value)
    const isCredential = known !== undefined && /^(user|token):/.test(known.key)
    const session = isCredential && known.session !== undefined ? sessions.get(known.session) : undefined
    if (session) return session
  }
  return undefined
}

const matchFirst = (
  state: ReplayState,
  steps: readonly RecordedStep[],
  request: LiveRequest,
  strictness: Strictness,
): Match | undefined => {
  for (const step of steps) {
    const session = step.kind === 'creation' ? Symbol('session') : undefined
    const bindings = step.user && session ? createSessionBindings(state.shared, session, step.user) : state.shared
    const bound = matchRequest(bindings, step.exchange, request, strictness)
    if (bound) return serve(state, { step, bindings, bound }, session)
  }
  return undefined
}

/** Matches what a client requests for itself, and the creation of a user. */
const matchWithoutSession = (
  state: ReplayState,
  steps: readonly RecordedStep[],
  request: LiveRequest,
): Match | undefined => {
  const { unserved, served } = sortByUse(
    state,
    steps.filter(({ user, kind }) => !user || kind === 'creation'),
  )
  const all = [...unserved, ...served]
  const good = all.filter(({ exchange }) => isSuccess(exchange))
  const refused = all.filter(({ exchange }) => !isSuccess(exchange))
  return (
    matchFirst(state, all, request, 'strict') ??
    matchFirst(state, good, request, 'lenient') ??
    matchFirst(state, refused, request, 'lenient')
  )
}

/**
 * Finds the step to serve for a request. Only when none matches strictly may values of the client differ; where a
 * success and a refusal then match alike, the success is taken.
 */
export const findMatch = (state: ReplayState, request: LiveRequest): Match | undefined => {
  const steps = state.stepsByRoute.get(toRoute(request)) ?? []
  const session = findSession(state, request)
  return (session && matchForSession(state, session, steps, request)) ?? matchWithoutSession(state, steps, request)
}

const createSession = (match: Match): Session | undefined => {
  const { step, bindings, session: id } = match
  const { user } = step
  if (id === undefined || !user) return undefined
  return {
    id,
    userId: readBinding(bindings, user.id) ?? '',
    password: user.password === undefined ? undefined : readBinding(bindings, user.password),
    user,
    bindings,
    position: user.steps.indexOf(step) + 1,
    history: [],
    repeats: 0,
  }
}

/** Adds a response to the history of its session, which decides what matches next. */
export const recordResponse = (
  state: ReplayState,
  match: Match,
  request: LiveRequest,
  response: LiveResponse,
): void => {
  const known = match.session && state.sessions.get(match.session)
  const session = known ?? createSession(match)
  if (!session || !match.step.user) return
  // A repeated request is no progress.
  const isRepeat = session.repeats > 0
  state.sessions.set(session.id, isRepeat ? session : addToHistory(session, match.step, request, response))
}

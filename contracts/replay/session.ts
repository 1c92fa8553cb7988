import { type Json, parseJson } from '../recording/json.ts'
import { type RecordedStep, type RecordedUser, toRoute } from './analyse.ts'
import type { Bindings, SessionId } from './bindings.ts'
import type { LiveRequest, LiveResponse } from './live.ts'
import { matchRequest, matchResponse } from './match.ts'

/** A request of a session, and how it was replayed. */
export interface PastExchange {
  readonly request: LiveRequest
  readonly route: string
  readonly step: RecordedStep
  readonly response: { readonly status: number; readonly json: Json | undefined }
}

/** A user of the client, and the recorded user that they follow at the moment. */
export interface Session {
  readonly id: SessionId
  readonly userId: string
  readonly password: string | undefined
  readonly user: RecordedUser
  readonly bindings: Bindings
  /** The index of the recorded user's next step. */
  readonly position: number
  /** Since the last login; undefined when it is too long to be compared with the steps of other users. */
  readonly history: readonly PastExchange[] | undefined
  /** The number of times in a row that the last response was repeated. */
  readonly repeats: number
}

/** A step with which a session could go on. */
export interface Candidate {
  readonly step: RecordedStep
  readonly user: RecordedUser
  readonly bindings: Bindings
  readonly bound: ReadonlyMap<string, string>
  /** The index of the step after it. */
  readonly position: number
  /** The number of changes in which the session differs from the recorded user. */
  readonly cost: number
}

const MAX_HISTORY = 60
const SHORTENED_HISTORY = 20
/** A change of the session that the recorded user did not make weighs more than one that is merely skipped. */
const UNMATCHED_WEIGHT = 2

const weigh = ({ kind }: RecordedStep): number => (kind === 'read' || kind === 'clean-up' ? 0 : 1)

const weighAll = (steps: readonly RecordedStep[]): number => steps.reduce((sum, step) => sum + weigh(step), 0)

const hasNoChange = (history: readonly PastExchange[]): boolean => history.every(({ step }) => step.kind !== 'change')

/** Returns whether a session has changed nothing since it logged in. */
export const isUnchanged = ({ history }: Session): boolean => history !== undefined && hasNoChange(history)

type Start = Omit<Candidate, 'step' | 'bound'>

/** Finds the first step from a position on that matches a request. */
const findStep = (
  { user, bindings, position, cost }: Start,
  bound: ReadonlyMap<string, string>,
  request: LiveRequest,
  route: string,
  end: number,
): Candidate | undefined => {
  let total = cost
  for (const [index, step] of user.steps.slice(position, end).entries()) {
    const match = step.route === route ? matchRequest(bindings, step.exchange, request, 'strict', bound) : undefined
    if (match) return { step, user, bindings, bound: match, position: position + index + 1, cost: total }
    total += weigh(step)
  }
  return undefined
}

/** Finds the step with which a session goes on as its recorded user did. */
export const findNextStep = ({ user, bindings, position }: Session, request: LiveRequest): Candidate | undefined =>
  findStep({ user, bindings, position, cost: 0 }, new Map(), request, toRoute(request), user.steps.length)

/**
 * Finds the step with which a session would go on had it followed another user: goes through its history along that
 * user's steps from `start`, a login or a creation, to the next login.
 */
export const findStepOfUser = (
  bindings: Bindings,
  user: RecordedUser,
  start: number,
  credentials: ReadonlyMap<string, string>,
  history: readonly PastExchange[],
  request: LiveRequest,
): Candidate | undefined => {
  const nextLogin = user.steps.findIndex(({ kind }, index) => index > start && kind === 'login')
  const end = nextLogin < 0 ? user.steps.length : nextLogin
  const route = toRoute(request)
  if (!user.steps.slice(start, end).some((step) => step.route === route)) return undefined
  let bound = credentials
  let position = start
  let cost = 0
  for (const past of history) {
    const found = findStep({ user, bindings, position, cost: 0 }, bound, past.request, past.route, end)
    const match = found && matchResponse(bindings, found.step.exchange, past.response, found.bound)
    if (found && match) {
      bound = match
      cost += weighAll(user.steps.slice(position, found.position - 1))
      position = found.position
    } else cost += weigh(past.step) * UNMATCHED_WEIGHT
  }
  return findStep({ user, bindings, position, cost }, bound, request, route, end)
}

/** Adds an exchange to a session's history; a login starts a new one. */
export const addToHistory = (
  session: Session,
  step: RecordedStep,
  request: LiveRequest,
  { status, body }: LiveResponse,
): Session => {
  const isStart = step.kind === 'login' || step.kind === 'creation'
  const before = isStart ? [] : session.history
  if (!before) return session
  const response = { status, json: parseJson(body) }
  const history = [...before, { request, route: toRoute(request), step, response }]
  if (history.length <= MAX_HISTORY) return { ...session, history }
  const shortened = hasNoChange(history) ? [...history.slice(0, 1), ...history.slice(-SHORTENED_HISTORY)] : undefined
  return { ...session, history: shortened }
}

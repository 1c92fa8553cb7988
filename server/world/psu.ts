import { authenticationChallenge } from '../access/bank-connections/authentication.ts'
import { inLanguage, type Language, type Text } from '../core/text.ts'
import { bankAnswer } from '../sca/bank-return.ts'
import type { Challenge, ChallengeStatus } from '../sca/challenge.ts'
import { currentHash, type Flow } from '../sca/flows.ts'
import { returnUrl } from '../sca/return-url.ts'
import { actAsPsu, type PendingState, type PsuAction, pathOf } from '../sca/sca-flow.ts'
import type { PsuEvent } from '../sca/timelines.ts'
import type { World } from './world.ts'

/** Something that waits for the user: in the client, at the bank, or on another device. Times are milliseconds since 1970. */
export interface PendingAction {
  hash: string
  status: ChallengeStatus
  userId: string
  clientId: string
  bank: { id: number; blz: string; name: string }
  scenario: string
  /** What the bank says. */
  message: string | undefined
  /** The TAN that is right, where one is asked for. */
  answer: string | undefined
  answerFieldLabel: string | undefined
  procedures: readonly { procedureId: string; procedureName: string }[] | undefined
  /** The bank's page, where the user has to visit it. */
  redirectUrl: string | undefined
  /** What the user decided, where the client has not asked yet. */
  decision: 'approved' | 'declined' | undefined
  expiresAt: number
}

/** Which of several pending actions is meant. */
export interface PendingFilter {
  hash?: string | undefined
  userId?: string | undefined
}

/** What came of an action. */
export interface ActionResult {
  hash: string
  status: ChallengeStatus
  /** Where the bank sends the user's browser, when the action was at its page. */
  returnUrl: string | undefined
}

/** An action that is not possible; the message says why and what would be. */
export class PsuError extends Error {
  override readonly name = 'PsuError'
}

/** The user's side of everything that is pending in a world, for tests and for the device page. */
export interface Psu {
  /** Oldest first; texts in the given language. */
  list(filter?: PendingFilter, language?: Language): PendingAction[]
  /** Approves the one push or redirect that waits. Throws a PsuError where none or several do. */
  approve(filter?: PendingFilter): ActionResult
  decline(filter?: PendingFilter): ActionResult
  /** Lets the time for the TAN, the visit or the push run out. */
  expire(filter?: PendingFilter): ActionResult
}

const EVENTS: Readonly<Record<PsuAction, PsuEvent>> = {
  approve: 'approved-by-hand',
  decline: 'declined-by-hand',
  expire: 'expired-by-hand',
}

export const createPsu = (world: World): Psu => {
  const isPending = ({ state, expiresAt }: Flow): boolean =>
    state.status !== 'COMPLETED' && state.status !== 'REJECTED' && expiresAt > world.clock.now()

  const userIdOf = ({ userKey }: Flow): string => world.users.get(userKey)?.id ?? userKey

  const matching = ({ hash, userId }: PendingFilter): Flow[] =>
    world.flows
      .all()
      .filter(
        (flow) =>
          isPending(flow) &&
          (hash === undefined || flow.hashes.includes(hash)) &&
          (userId === undefined || flow.userKey === userId.toLowerCase()),
      )

  const act = (action: PsuAction, filter: PendingFilter): ActionResult => {
    world.clock.runDue()
    const context = world.ids.at(world.clock.now())
    const waiting = matching(filter)
    const possible = waiting.flatMap((flow) => {
      const after = actAsPsu(pendingState(flow), action, context)
      return after === undefined ? [] : [{ flow, after }]
    })
    const [only, ...others] = possible
    if (only === undefined) throw new PsuError(nothingTo(action, waiting))
    if (others.length > 0) {
      throw new PsuError(
        `${possible.length} wait for the user; say which by its hash: ${possible.map(({ flow }) => currentHash(flow)).join(', ')}`,
      )
    }
    return decide(only.flow, only.after, action)
  }

  const decide = (flow: Flow, after: PendingState, action: PsuAction): ActionResult => {
    world.flows.setState(flow, after)
    world.timelines.add(flow, {
      at: world.clock.now(),
      who: 'psu',
      event: EVENTS[action],
      step: pathOf(after.at),
      expected: undefined,
      given: undefined,
      status: after.status,
    })
    const isVisit = after.status === 'REDIRECT_REQUIRED' && action !== 'expire' && flow.returnUrl !== undefined
    return {
      hash: currentHash(flow),
      status: after.status,
      returnUrl: isVisit ? returnUrl(flow.returnUrl ?? '', bankAnswer(after)) : undefined,
    }
  }

  const describe = (flow: Flow, language: Language): PendingAction => {
    const state = pendingState(flow)
    const challenge: Challenge = authenticationChallenge(flow, state)
    const bank = world.library.bank(flow.bankId)
    const say = (text: Text | undefined): string | undefined =>
      text === undefined ? undefined : inLanguage(text, language)
    const ownExpiry = state.status === 'TWO_STEP_PROCEDURE_REQUIRED' ? undefined : state.expiresAt
    return {
      hash: currentHash(flow),
      status: state.status,
      userId: userIdOf(flow),
      clientId: flow.clientId,
      bank: { id: flow.bankId, blz: bank?.blz ?? '', name: bank?.name ?? '' },
      scenario: flow.scenario,
      message: say(challenge.message ?? challenge.title),
      answer: state.status === 'CHALLENGE_RESPONSE_REQUIRED' ? state.step.challenge.answer : undefined,
      answerFieldLabel: challenge.answerFieldLabel,
      procedures: challenge.procedures?.map(({ procedureId, procedureName }) => ({ procedureId, procedureName })),
      redirectUrl: challenge.redirectUrl,
      decision: decisionOf(state),
      expiresAt: Math.min(ownExpiry ?? flow.expiresAt, flow.expiresAt),
    }
  }

  return {
    list: (filter = {}, language = 'de') => matching(filter).map((flow) => describe(flow, language)),
    approve: (filter = {}) => act('approve', filter),
    decline: (filter = {}) => act('decline', filter),
    expire: (filter = {}) => act('expire', filter),
  }
}

const pendingState = ({ state }: Flow): PendingState => {
  if (state.status === 'COMPLETED' || state.status === 'REJECTED') throw new Error('a flow that is over is kept')
  return state
}

const decisionOf = (state: PendingState): PendingAction['decision'] => {
  if (state.status === 'REDIRECT_REQUIRED') return state.visit.stage === 'DECIDED' ? state.visit.decision : undefined
  return state.status === 'DECOUPLED_AUTH_REQUIRED' || state.status === 'DECOUPLED_AUTH_IN_PROGRESS'
    ? state.decision
    : undefined
}

const nothingTo = (action: PsuAction, waiting: readonly Flow[]): string => {
  if (waiting.length === 0) return `nothing waits for the user, so there is nothing to ${action}`
  const statuses = [...new Set(waiting.map(({ state }) => state.status))].join(', ')
  return action === 'expire'
    ? `nothing that waits for the user can expire any more; pending: ${statuses}`
    : `nothing waits that the user could ${action} elsewhere; pending: ${statuses} (a TAN or a procedure is sent by the client)`
}

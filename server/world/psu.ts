import { BANK_LOGIN_PATH } from '../core/own-paths.ts'
import { inLanguage, type Language, type Text } from '../core/text.ts'
import { scaContext } from '../sca/advance-flow.ts'
import { returnParameters } from '../sca/bank-return.ts'
import { buildChallenge } from '../sca/build-challenge.ts'
import type { ChallengeStatus } from '../sca/challenge.ts'
import { currentHash, type Flow } from '../sca/flows.ts'
import { returnUrl } from '../sca/return-url.ts'
import { actAsPsu, formatPosition, isPending, type PendingState, type PsuAction } from '../sca/sca-flow.ts'
import type { PsuEvent } from '../sca/timelines.ts'
import type { World } from './world.ts'

/** A pending action of the PSU: in the client, at the bank, or on another device. */
export interface PendingAction {
  hash: string
  status: ChallengeStatus
  /** Id of the finAPI user. */
  user: string
  client: string
  bank: { id: number; blz: string; name: string }
  scenario: string
  /** The bank's message. */
  message: string | undefined
  /** The correct TAN, if one is required. */
  answer: string | undefined
  answerFieldLabel: string | undefined
  procedures: readonly { procedureId: string; procedureName: string }[] | undefined
  /** The URL of the bank's page, if the PSU has to visit it. */
  redirectUrl: string | undefined
  /** The PSU's decision, if the client has not requested it yet. */
  decision: 'approved' | 'declined' | undefined
  /** In milliseconds since 1970. */
  expiresAt: number
}

/** Selects one of several pending actions. */
export interface PendingFilter {
  hash?: string | undefined
  /** Id of the finAPI user. */
  user?: string | undefined
}

/** The result of an action. */
export interface ActionResult {
  hash: string
  status: ChallengeStatus
  /** The URL to which the bank sends the PSU's browser, if the action was at its page. */
  returnUrl: string | undefined
}

/** An impossible action. The message gives the reason, and the possible actions. */
export class PsuError extends Error {
  override readonly name = 'PsuError'
}

/** Acts as the PSU of a world's pending flows. */
export interface Psu {
  /** Returns the pending actions, oldest first, with texts in the given language. */
  list(filter?: PendingFilter, language?: Language): PendingAction[]
  /** Approves the one pending push or redirect. Throws a PsuError if there is none, or several. */
  approve(filter?: PendingFilter): ActionResult
  /** Declines the one pending push, or cancels the one pending redirect. Throws like `approve`. */
  decline(filter?: PendingFilter): ActionResult
  /** Lets the one pending TAN, redirect or push expire. Throws like `approve`. */
  expire(filter?: PendingFilter): ActionResult
}

const EVENTS: Readonly<Record<PsuAction, PsuEvent>> = {
  approve: 'approved-by-hand',
  decline: 'declined-by-hand',
  expire: 'expired-by-hand',
}

/** Returns the pending flows of a world, oldest first. */
export const findPending = ({ flows, clock }: World, { hash, user }: PendingFilter = {}): PendingFlow[] =>
  flows
    .all()
    .filter(
      (flow) =>
        flow.expiresAt > clock.now() &&
        (hash === undefined || flow.hashes.includes(hash)) &&
        (user === undefined || flow.userKey === user.toLowerCase()),
    )
    .filter(isPendingFlow)

/** `getBaseUrl` returns the world's base URL for the reader of the list. */
export const createPsu = (world: World, getBaseUrl: () => string): Psu => {
  const act = (action: PsuAction, filter: PendingFilter): ActionResult => {
    world.clock.runDue()
    const context = scaContext(world)
    const pending = findPending(world, filter)
    const possible = pending.flatMap((flow) => {
      const after = actAsPsu(flow.state, action, context)
      return after === undefined ? [] : [{ flow, after }]
    })
    const [only, ...others] = possible
    if (only === undefined) throw new PsuError(describeImpossible(action, pending))
    if (others.length > 0) {
      throw new PsuError(
        `${possible.length} flows are pending; choose one by its hash: ${possible.map(({ flow }) => currentHash(flow)).join(', ')}`,
      )
    }
    return decide(only.flow, only.after, action)
  }

  const decide = (flow: Flow, after: PendingState, action: PsuAction): ActionResult => {
    world.flows.setState(flow, after)
    world.events.publish('flow-step', {
      flow,
      step: {
        at: world.clock.now(),
        who: 'psu',
        event: EVENTS[action],
        step: formatPosition(after.at),
        expected: undefined,
        given: undefined,
        status: after.status,
      },
      explanation: undefined,
    })
    const isVisit = after.status === 'REDIRECT_REQUIRED' && action !== 'expire' && flow.returnUrl !== undefined
    return {
      hash: currentHash(flow),
      status: after.status,
      returnUrl: isVisit ? returnUrl(flow.returnUrl ?? '', returnParameters(after)) : undefined,
    }
  }

  const describe = (flow: PendingFlow, language: Language): PendingAction => {
    const { state } = flow
    const challenge = buildChallenge(flow, state, getBaseUrl() + BANK_LOGIN_PATH)
    const bank = world.library.bank(flow.bankId)
    const read = (text: Text | undefined): string | undefined =>
      text === undefined ? undefined : inLanguage(text, language)
    const ownExpiry = state.status === 'TWO_STEP_PROCEDURE_REQUIRED' ? undefined : state.expiresAt
    return {
      hash: currentHash(flow),
      status: state.status,
      user: flow.userId,
      client: flow.clientId,
      bank: { id: flow.bankId, blz: bank?.blz ?? '', name: bank?.name ?? '' },
      scenario: flow.scenario,
      message: read(challenge.message ?? challenge.title),
      answer: challenge.answer,
      answerFieldLabel: challenge.answerFieldLabel,
      procedures: challenge.procedures?.map(({ procedureId, procedureName }) => ({ procedureId, procedureName })),
      redirectUrl: challenge.redirectUrl,
      decision: readDecision(state),
      expiresAt: Math.min(ownExpiry ?? flow.expiresAt, flow.expiresAt),
    }
  }

  return {
    list: (filter = {}, language = 'de') => findPending(world, filter).map((flow) => describe(flow, language)),
    approve: (filter = {}) => act('approve', filter),
    decline: (filter = {}) => act('decline', filter),
    expire: (filter = {}) => act('expire', filter),
  }
}

type PendingFlow = Flow & { state: PendingState }

const isPendingFlow = (flow: Flow): flow is PendingFlow => isPending(flow.state)

const readDecision = (state: PendingState): PendingAction['decision'] => {
  if (state.status === 'REDIRECT_REQUIRED') return state.visit.stage === 'DECIDED' ? state.visit.decision : undefined
  return state.status === 'DECOUPLED_AUTH_REQUIRED' || state.status === 'DECOUPLED_AUTH_IN_PROGRESS'
    ? state.decision
    : undefined
}

const describeImpossible = (action: PsuAction, pending: readonly Flow[]): string => {
  if (pending.length === 0) return `no PSU action is pending, so there is nothing to ${action}`
  const statuses = [...new Set(pending.map(({ state }) => state.status))].join(', ')
  return action === 'expire'
    ? `no pending action can expire; pending: ${statuses}`
    : `no pending push or redirect to ${action}; pending: ${statuses} (the client sends the TAN or the procedure)`
}

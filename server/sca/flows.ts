import type { BankingInterface } from '../../scenarios/types.ts'
import type { ScaState } from './sca-flow.ts'

/** One pending multi-step authentication of one user. Plain data. Times are milliseconds since 1970. */
export interface Flow {
  /** Every hash that was handed out for it; all of them keep working, as the guide's decoupled example needs. */
  hashes: string[]
  userKey: string
  /** The API version it was started in. */
  origin: string
  /** What must be the same in every call of the flow: bank, interface and login credentials. */
  fingerprint: string
  /** The login at the bank, whatever its PIN. */
  loginKey: string
  bankId: number
  interface: BankingInterface
  scenario: string
  clientId: string
  /** Address of the bank's page, without its query. */
  bankPageUrl: string
  /** Where the bank sends the user back to. */
  returnUrl: string | undefined
  state: ScaState
  expiresAt: number
}

/** The hash that the last answer named. */
export const currentHash = (flow: Flow): string => {
  const hash = flow.hashes.at(-1)
  if (hash === undefined) throw new Error('a flow without a hash')
  return hash
}

/** All pending flows of a world, found by any of their hashes, by the context of a redirect, and by user. */
export interface FlowBook {
  add(flow: Flow): void
  byHash(hash: string): Flow | undefined
  byRedirectContext(context: string): Flow | undefined
  of(userKey: string): readonly Flow[]
  /** Gives the flow one more hash. */
  addHash(flow: Flow, hash: string): void
  setState(flow: Flow, state: ScaState): void
  remove(flow: Flow): void
  /** In the order of their start. */
  all(): readonly Flow[]
  replace(flows: readonly Flow[]): void
  readonly size: number
}

export const createFlowBook = (now: () => number): FlowBook => {
  const hashes = new Map<string, Flow>()
  const contexts = new Map<string, Flow>()
  const users = new Map<string, Set<Flow>>()
  // In the order of their start, so that forgotten ones are found at the front.
  const flows = new Set<Flow>()

  const contextOf = ({ state }: Flow): string | undefined =>
    state.status === 'REDIRECT_REQUIRED' ? state.context : undefined

  const forgetExpired = (): void => {
    for (const flow of flows) {
      if (flow.expiresAt > now()) return
      book.remove(flow)
    }
  }

  const book: FlowBook = {
    add: (flow) => {
      forgetExpired()
      flows.add(flow)
      for (const hash of flow.hashes) hashes.set(hash, flow)
      const context = contextOf(flow)
      if (context !== undefined) contexts.set(context, flow)
      const owned = users.get(flow.userKey)
      if (owned === undefined) users.set(flow.userKey, new Set([flow]))
      else owned.add(flow)
    },
    byHash: (hash) => hashes.get(hash),
    byRedirectContext: (context) => contexts.get(context),
    of: (userKey) => [...(users.get(userKey) ?? [])],
    addHash: (flow, hash) => {
      flow.hashes.push(hash)
      hashes.set(hash, flow)
    },
    setState: (flow, state) => {
      const before = contextOf(flow)
      flow.state = state
      const after = contextOf(flow)
      if (before !== undefined && before !== after) contexts.delete(before)
      if (after !== undefined) contexts.set(after, flow)
    },
    remove: (flow) => {
      flows.delete(flow)
      for (const hash of flow.hashes) hashes.delete(hash)
      const context = contextOf(flow)
      if (context !== undefined) contexts.delete(context)
      const owned = users.get(flow.userKey)
      owned?.delete(flow)
      if (owned?.size === 0) users.delete(flow.userKey)
    },
    all: () => [...flows],
    replace: (others) => {
      for (const flow of [...flows]) book.remove(flow)
      for (const flow of others) book.add(flow)
    },
    get size() {
      return flows.size
    },
  }
  return book
}

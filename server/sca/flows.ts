import type { BankingInterface } from '../../scenarios/types.ts'
import { id, list, moment, object, oneOf, optional, refine, text } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'
import { bankingInterface } from './challenge.ts'
import { type FlowPurpose, purposeShape } from './purpose.ts'
import { isReturnUrl } from './return-url.ts'
import type { ScaState } from './sca-flow.ts'
import { stateShape } from './state-shape.ts'

/** A pending multi-step authentication of one user, as plain data. Times are milliseconds since 1970. */
export interface Flow {
  /** Every hash of the flow. All of them stay valid, because the guide's decoupled example relies on it. */
  hashes: string[]
  userKey: string
  userId: string
  purpose: FlowPurpose
  /** The API version that the flow was started in. */
  origin: string
  /** Bank, interface and login credentials, which every call of the flow must repeat. */
  fingerprint: string
  /** The login at the bank, without its PIN. */
  loginKey: string
  bankId: number
  interface: BankingInterface
  scenario: string
  clientId: string
  /** The client's URL, to which the bank sends the PSU back. */
  returnUrl: string | undefined
  state: ScaState
  expiresAt: number
}

/** Returns the flow's first hash, which names it in the journal. */
export const firstHash = ({ hashes }: Flow): string => hashes[0] ?? ''

/** Returns the hash of the latest response. */
export const currentHash = (flow: Flow): string => {
  const hash = flow.hashes.at(-1)
  if (hash === undefined) throw new Error('a flow without a hash')
  return hash
}

/** The pending flows of a world, with indexes by hash, redirect context and user. */
export interface FlowStore extends Store<readonly Flow[]> {
  add(flow: Flow): void
  byHash(hash: string): Flow | undefined
  byRedirectContext(context: string): Flow | undefined
  of(userKey: string): readonly Flow[]
  addHash(flow: Flow, hash: string): void
  setState(flow: Flow, state: ScaState): void
  remove(flow: Flow): void
  /** Returns the flows in the order of their start. */
  all(): readonly Flow[]
}

export const createFlowStore = (now: () => number): FlowStore => {
  const hashes = new Map<string, Flow>()
  const contexts = new Map<string, Flow>()
  const users = new Map<string, Set<Flow>>()
  // In the order of their start, so that expired ones are at the front.
  const flows = new Set<Flow>()

  const redirectContext = ({ state }: Flow): string | undefined =>
    state.status === 'REDIRECT_REQUIRED' ? state.context : undefined

  const removeExpired = (): void => {
    for (const flow of flows) {
      if (flow.expiresAt > now()) return
      store.remove(flow)
    }
  }

  const store: FlowStore = {
    add: (flow) => {
      removeExpired()
      flows.add(flow)
      for (const hash of flow.hashes) hashes.set(hash, flow)
      const context = redirectContext(flow)
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
      const before = redirectContext(flow)
      flow.state = state
      const after = redirectContext(flow)
      if (before !== undefined && before !== after) contexts.delete(before)
      if (after !== undefined) contexts.set(after, flow)
    },
    remove: (flow) => {
      flows.delete(flow)
      for (const hash of flow.hashes) hashes.delete(hash)
      const context = redirectContext(flow)
      if (context !== undefined) contexts.delete(context)
      const owned = users.get(flow.userKey)
      owned?.delete(flow)
      if (owned?.size === 0) users.delete(flow.userKey)
    },
    all: () => [...flows],
    removeOwnedBy: (userKey) => {
      for (const flow of store.of(userKey)) store.remove(flow)
    },
    state: () => [...flows],
    restore: (others) => {
      for (const flow of [...flows]) store.remove(flow)
      for (const flow of others) store.add(flow)
    },
  }
  return store
}

export const hashesShape = refine(list(text), ({ length }) => length > 0, 'a list of at least one hash')

const flowShape = object<Flow>({
  hashes: hashesShape,
  userKey: text,
  userId: text,
  purpose: purposeShape,
  origin: oneOf('v1', 'v2'),
  fingerprint: text,
  loginKey: text,
  bankId: id,
  interface: bankingInterface,
  scenario: text,
  clientId: text,
  returnUrl: optional(refine(text, isReturnUrl, 'a URL that a browser may be sent to')),
  state: stateShape,
  expiresAt: moment,
})

export const flowStore = defineStore({
  create: ({ clock }: { clock: { now: () => number } }) => createFlowStore(clock.now),
  shape: list(flowShape),
  requires: (flows: readonly Flow[]) => ({
    scenarios: flows.map(({ scenario }) => scenario),
    banks: flows.map(({ bankId }) => bankId),
  }),
})

import { InputError } from '../core/input.ts'
import { isOwnPath } from '../core/own-paths.ts'
import { pathPattern } from '../core/path-pattern.ts'
import { id, list, object, readBy, whole } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'
import { type FaultSpec, readFaultSpec } from './fault-spec.ts'

export type { CutPlace, FaultEffect, FaultRepeat, FaultSpec, FaultTarget } from './fault-spec.ts'

/** A fault of a world and its counts of requests, as plain data. */
export interface Fault {
  id: number
  spec: FaultSpec
  /** The number of matching requests, including those that passed. */
  seen: number
  /** The number of affected requests. */
  applied: number
  /** The number of requests that the fault will still affect. */
  left: number | 'until-removed'
}

/** The properties of a request that faults are matched against. */
export interface FaultableRequest {
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly version: string | undefined
  /** Finds the caller. Called only if a fault names a user or client, because it costs time. */
  caller(): { userId: string | undefined; clientId: string | undefined }
}

/** The faults of a world, in the order in which they were added. */
export interface Faults {
  /**
   * Adds a fault. Throws an InputError if it is invalid.
   *
   * @example
   * world.faults.add({ kind: 'gateway', status: 503, operation: 'importBankConnection', times: 2 })
   */
  add(spec: FaultSpec): Fault
  /** Returns all faults that were not removed, including those that affect no more requests. */
  all(): readonly Fault[]
  /** Returns false if there is no such fault. */
  remove(id: number): boolean
  clear(): void
}

/** The faults of a world, with the part that matches requests. */
export interface FaultStore extends Faults, Store<readonly Fault[]> {
  /** True if no fault affects any more requests, so that requests need not be matched. */
  readonly isIdle: boolean
  /**
   * Returns the fault for a request. Every matching fault counts the request; the first that does not skip it applies.
   */
  take(request: FaultableRequest): Fault | undefined
}

/** Bounds the memory of a test run that adds faults and never removes any. */
const MAX_FAULTS = 1000

const isActive = ({ left }: Fault): boolean => left === 'until-removed' || left > 0

export const createFaultStore = (): FaultStore => {
  let faults: Fault[] = []
  let lastId = 0
  let active = 0

  const recount = (): void => {
    active = faults.filter(isActive).length
  }

  const makeRoom = (): void => {
    if (faults.length < MAX_FAULTS) return
    const spent = faults.findIndex((fault) => !isActive(fault))
    if (spent < 0) throw new InputError(`There are ${MAX_FAULTS} faults already; remove some before adding another`)
    faults.splice(spent, 1)
  }

  return {
    add: (given) => {
      const spec = readFaultSpec(given)
      makeRoom()
      const fault: Fault = { id: ++lastId, spec, seen: 0, applied: 0, left: spec.times ?? 1 }
      faults.push(fault)
      recount()
      return { ...fault }
    },
    all: () => faults.map((fault) => ({ ...fault })),
    remove: (id) => {
      const before = faults.length
      faults = faults.filter((fault) => fault.id !== id)
      recount()
      return faults.length < before
    },
    clear: () => {
      faults = []
      active = 0
    },
    state: () => faults.map((fault) => ({ ...fault })),
    restore: (given) => {
      faults = given.map((fault) => ({ ...fault }))
      lastId = Math.max(0, ...faults.map(({ id }) => id))
      recount()
    },
    get isIdle() {
      return active === 0
    },
    take: (request) => {
      let taken: Fault | undefined
      for (const fault of faults) {
        if (!isActive(fault) || !matches(fault.spec, request)) continue
        fault.seen++
        if (taken === undefined && fault.seen > (fault.spec.skip ?? 0)) taken = fault
      }
      if (taken === undefined) return undefined
      taken.applied++
      if (taken.left !== 'until-removed') taken.left--
      recount()
      return { ...taken }
    },
  }
}

const matches = (spec: FaultSpec, request: FaultableRequest): boolean => {
  if (spec.operation !== undefined && spec.operation !== request.operation) return false
  if (spec.method !== undefined && spec.method !== request.method) return false
  if (spec.version !== undefined && spec.version !== request.version) return false
  if (spec.path !== undefined) {
    if (!pathPattern(spec.path).test(request.path)) return false
    // The bank's pages do not belong to finAPI, so a fault affects them only if its path matches them.
  } else if (isOwnPath(request.path)) return false
  if (spec.user === undefined && spec.client === undefined) return true
  const { userId, clientId } = request.caller()
  const isUser = spec.user === undefined || spec.user.toLowerCase() === userId?.toLowerCase()
  return isUser && (spec.client === undefined || spec.client === clientId)
}

export const faultStore = defineStore({
  create: createFaultStore,
  shape: list(
    object<Fault>({
      id,
      spec: readBy(readFaultSpec),
      seen: whole(),
      applied: whole(),
      left: (value) => (value === 'until-removed' ? value : whole(0, Number.MAX_SAFE_INTEGER)(value)),
    }),
    MAX_FAULTS,
  ),
})

import { InputError } from '../core/input.ts'
import { isOwnPath } from '../core/own-paths.ts'
import { pathPattern } from '../core/path-pattern.ts'
import { defineStore, type Store } from '../core/store.ts'
import { type FaultSpec, readFaultSpec } from './fault-spec.ts'

export type { CutPlace, FaultEffect, FaultRepeat, FaultSpec, FaultTarget } from './fault-spec.ts'

/** A fault of a world and its count of requests, as plain data. */
export interface Fault {
  id: number
  spec: FaultSpec
  /** Fitting requests, including those that passed. */
  seen: number
  /** Requests that were hit. */
  applied: number
  /** The number of requests it will still hit. */
  left: number | 'until-removed'
}

/** A request as faults are matched against it. */
export interface FaultableRequest {
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly version: string | undefined
  /** Looks up the caller; called only if a fault names a user or client. */
  caller(): { userId: string | undefined; clientId: string | undefined }
}

/** The faults of a world, in the order in which they were added. */
export interface Faults {
  /**
   * Adds a fault. Throws an InputError.
   *
   * @example
   * world.faults.add({ kind: 'gateway', status: 503, operation: 'importBankConnection', times: 2 })
   */
  add(spec: FaultSpec): Fault
  /** All faults that were added and not removed, including those that will not hit again. */
  all(): readonly Fault[]
  remove(id: number): boolean
  clear(): void
}

export interface FaultStore extends Faults, Store<readonly Fault[]> {
  /** Whether no fault can hit any more: then nothing has to be known of a request. */
  readonly isIdle: boolean
  /** Returns the fault that hits a request. Every fitting fault counts it, and the first that is not skipping hits. */
  take(request: FaultableRequest): Fault | undefined
}

/** A test run that only ever adds should not grow without a limit. */
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
      let hit: Fault | undefined
      for (const fault of faults) {
        if (!isActive(fault) || !fits(fault.spec, request)) continue
        fault.seen++
        if (hit === undefined && fault.seen > (fault.spec.skip ?? 0)) hit = fault
      }
      if (hit === undefined) return undefined
      hit.applied++
      if (hit.left !== 'until-removed') hit.left--
      recount()
      return { ...hit }
    },
  }
}

const fits = (spec: FaultSpec, request: FaultableRequest): boolean => {
  if (spec.operation !== undefined && spec.operation !== request.operation) return false
  if (spec.method !== undefined && spec.method !== request.method) return false
  if (spec.version !== undefined && spec.version !== request.version) return false
  if (spec.path !== undefined) {
    if (!pathPattern(spec.path).test(request.path)) return false
    // The bank's pages are no part of finAPI's surface, so only a path that names them hits them.
  } else if (isOwnPath(request.path)) return false
  if (spec.user === undefined && spec.client === undefined) return true
  const { userId, clientId } = request.caller()
  const isUser = spec.user === undefined || spec.user.toLowerCase() === userId?.toLowerCase()
  return isUser && (spec.client === undefined || spec.client === clientId)
}

export const faultStore = defineStore({ create: createFaultStore })

import { InputError } from '../core/input.ts'
import { pathPattern } from '../core/path-pattern.ts'
import { type FaultSpec, readFaultSpec } from './fault-spec.ts'

export type { CutPlace, FaultEffect, FaultSpec, FaultTarget, FaultTurns } from './fault-spec.ts'

/** A fault of a world, with what became of it so far. Plain data. */
export interface Fault {
  id: number
  spec: FaultSpec
  /** Fitting requests, those that passed included. */
  seen: number
  /** Requests that were hit. */
  applied: number
  /** How many requests it will still hit. */
  left: number | 'until-removed'
}

/** What is known of a request when faults are looked for. */
export interface Suspect {
  operation: string | undefined
  method: string
  path: string
  version: string | undefined
  /** Who calls is looked up only where a fault asks. */
  caller(): { userId: string | undefined; clientId: string | undefined }
}

/** The faults of a world, in the order in which they were added. */
export interface FaultBook {
  /**
   * Adds a fault. Throws an InputError.
   *
   * @example
   * world.faults.add({ kind: 'gateway', status: 503, operation: 'importBankConnection', times: 2 })
   */
  add(spec: FaultSpec): Fault
  /** All that were added, those that have had their turns included, until they are removed. */
  all(): readonly Fault[]
  remove(id: number): boolean
  clear(): void
  restore(faults: readonly Fault[]): void
  /** Whether no fault has a turn left: then nothing has to be known of a request. */
  readonly isIdle: boolean
  /** The fault that hits a request. Every fitting one counts it, and the first whose turn it is hits. */
  take(suspect: Suspect): Fault | undefined
}

/** Nobody reads more than this, and a test run that only ever adds should not grow. */
const MOST_FAULTS = 1000

const isActive = ({ left }: Fault): boolean => left === 'until-removed' || left > 0

export const createFaultBook = (): FaultBook => {
  let faults: Fault[] = []
  let lastId = 0
  let active = 0

  const recount = (): void => {
    active = faults.filter(isActive).length
  }

  const makeRoom = (): void => {
    if (faults.length < MOST_FAULTS) return
    const spent = faults.findIndex((fault) => !isActive(fault))
    if (spent < 0) throw new InputError(`There are ${MOST_FAULTS} faults already; remove some before adding another`)
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
    restore: (given) => {
      faults = given.map((fault) => ({ ...fault }))
      lastId = Math.max(0, ...faults.map(({ id }) => id))
      recount()
    },
    get isIdle() {
      return active === 0
    },
    take: (suspect) => {
      let hit: Fault | undefined
      for (const fault of faults) {
        if (!isActive(fault) || !fits(fault.spec, suspect)) continue
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

const fits = (spec: FaultSpec, suspect: Suspect): boolean => {
  if (spec.operation !== undefined && spec.operation !== suspect.operation) return false
  if (spec.method !== undefined && spec.method !== suspect.method) return false
  if (spec.version !== undefined && spec.version !== suspect.version) return false
  if (spec.path !== undefined) {
    if (!pathPattern(spec.path).test(suspect.path)) return false
    // The bank's pages are no part of finAPI's surface, so only a path that names them means them.
  } else if (suspect.path.startsWith('/_mock/')) return false
  if (spec.user === undefined && spec.client === undefined) return true
  const { userId, clientId } = suspect.caller()
  const isUser = spec.user === undefined || spec.user.toLowerCase() === userId?.toLowerCase()
  return isUser && (spec.client === undefined || spec.client === clientId)
}

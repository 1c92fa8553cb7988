import type { Run } from '../run.ts'
import { emptyParity, type Parity } from './parity.ts'

/** A target that could not be checked; it counts as neither passed nor failed, and the command exits with 1. */
export interface UnreachableTarget {
  readonly target: Run['target']
  readonly reason: string
}

/** Everything that the reports show. */
export interface Findings {
  readonly runs: readonly Run[]
  readonly unreachable: readonly UnreachableTarget[]
  readonly madeAt: Date
  /** Results of earlier runs, with those of this one added. */
  readonly parity: Parity
}

/** Makes findings of runs, without the results of earlier ones. */
export const toFindings = (runs: readonly Run[], madeAt: Date): Findings => ({
  runs,
  unreachable: [],
  madeAt,
  parity: emptyParity,
})

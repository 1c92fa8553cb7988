import type { Run } from '../run.ts'
import { noParity, type Parity } from './parity.ts'

/** A target that gave nothing to judge: reported as such, never as if nothing were wrong. */
export interface Unseen {
  readonly target: Run['target']
  readonly reason: string
}

/** All that one call of the command found out: what every report is made of. */
export interface Findings {
  readonly runs: readonly Run[]
  readonly unseen: readonly Unseen[]
  readonly madeAt: Date
  /** Results of earlier days, with those of today added. */
  readonly parity: Parity
}

/** Runs alone are findings, for callers who keep no record. */
export const findingsOf = (runs: readonly Run[], madeAt: Date): Findings => ({
  runs,
  unseen: [],
  madeAt,
  parity: noParity,
})

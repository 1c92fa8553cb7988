import type { ApiVersion } from '../api.ts'
import type { Interference } from './proxy.ts'

/** One thing a server could do wrong, and the rule that is there to notice it. */
export interface Break {
  /** A clause in the present tense: reports say that a rule notices that … */
  readonly wrong: string
  readonly caughtBy: string
  /** Rules that have to run before, because the one that catches it judges what they saw. */
  readonly after?: readonly string[]
  /** Both when left out. */
  readonly versions?: readonly ApiVersion[]
  /** Made anew for each run: some remember what came by. */
  readonly make: () => Interference
}

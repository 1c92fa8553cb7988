import type { ApiVersion } from '../api.ts'
import type { Interference } from './proxy.ts'

/** A bug that a server could have, and the rule that has to catch it. */
export interface Break {
  /** A clause in the present tense, such as `the balance is text`. */
  readonly wrong: string
  readonly caughtBy: string
  /** Rules that have to run before, because the one that catches the bug judges the responses that they received. */
  readonly after?: readonly string[]
  /** Both by default. */
  readonly versions?: readonly ApiVersion[]
  /** Called for each run, because some interferences have state. */
  readonly make: () => Interference
}

import type { ApiVersion } from '../api.ts'

/** The verdict on one break or variation. */
export interface Verdict {
  /** `control` is the mock without a change. */
  readonly kind: 'break' | 'variation' | 'control'
  /** The bug, or the difference. */
  readonly what: string
  /** The rule that has to catch the bug. */
  readonly rule?: string
  readonly isAsItShould: boolean
  /** The reason if it is not as it should be. */
  readonly why?: string
}

/** The verdicts in one version. */
export interface Score {
  readonly version: ApiVersion
  readonly verdicts: readonly Verdict[]
}

/** Lists the bugs that were not caught and the differences that failed a rule, one a line. */
export const listMisses = ({ verdicts }: Score): string[] =>
  verdicts
    .filter(({ isAsItShould }) => !isAsItShould)
    .map(({ kind, what, rule, why }) =>
      kind === 'break'
        ? `${rule} does not fail although ${what}: ${why}`
        : `${what}, which is allowed, but fails a rule: ${why}`,
    )

const count = ({ verdicts }: Score, kind: Verdict['kind']): string => {
  const all = verdicts.filter((verdict) => verdict.kind === kind)
  return `${all.filter(({ isAsItShould }) => isAsItShould).length} of ${all.length}`
}

/** Formats a score: `v1: 83 of 83 breaks caught, 17 of 17 variations tolerated`. */
export const formatScore = (score: Score): string =>
  `${score.version}: ${count(score, 'break')} breaks caught, ${count(score, 'variation')} variations tolerated`

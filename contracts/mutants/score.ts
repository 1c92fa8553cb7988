import type { ApiVersion } from '../api.ts'

/** What became of one mutant. */
export interface Verdict {
  /** `control` is the mock as it is: without it nothing would be proven. */
  readonly kind: 'break' | 'variation' | 'control'
  /** What is wrong, or what differs. */
  readonly what: string
  /** The rule that has to notice it, when it is wrong. */
  readonly rule?: string
  readonly isAsItShould: boolean
  /** What the suite said instead, when it is not. */
  readonly why?: string
}

/** How well the suite knows right from wrong, in one version. */
export interface Score {
  readonly version: ApiVersion
  readonly verdicts: readonly Verdict[]
}

/** What went wrong, one line a mutant. */
export const listMisses = ({ verdicts }: Score): string[] =>
  verdicts
    .filter(({ isAsItShould }) => !isAsItShould)
    .map(({ kind, what, rule, why }) =>
      kind === 'break'
        ? `${rule} does not notice that ${what}: ${why}`
        : `${what}, which is allowed, is not tolerated: ${why}`,
    )

const count = ({ verdicts }: Score, kind: Verdict['kind']): string => {
  const all = verdicts.filter((verdict) => verdict.kind === kind)
  return `${all.filter(({ isAsItShould }) => isAsItShould).length} of ${all.length}`
}

/** `v1: 83 of 83 breaks caught, 17 of 17 variations tolerated`. */
export const formatScore = (score: Score): string =>
  `${score.version}: ${count(score, 'break')} breaks caught, ${count(score, 'variation')} variations tolerated`

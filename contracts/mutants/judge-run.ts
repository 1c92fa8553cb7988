import type { Run } from '../run.ts'
import type { Verdict } from './score.ts'

/** Returns the verdict on a run in which every rule has to pass, apart from those that may be skipped. */
export const judgeRun = (
  kind: Verdict['kind'],
  what: string,
  { results, leftUsers }: Pick<Run, 'results' | 'leftUsers'>,
  maySkip: readonly string[] = [],
): Verdict => {
  const lines = results
    .filter(({ outcome, rule }) => outcome === 'failed' || (outcome === 'skipped' && !maySkip.includes(rule.id)))
    .map(({ rule, outcome, text }) => `${rule.id} ${outcome}${text ? `: ${text.split('\n')[0]}` : ''}`)
  if (leftUsers.length > 0) lines.push(`${leftUsers.length} users were left behind`)
  if (lines.length === 0) return { kind, what, isAsItShould: true }
  return { kind, what, isAsItShould: false, why: lines.slice(0, 3).join('; ') }
}

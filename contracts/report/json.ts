import { hasPassed, type Run } from '../run.ts'
import type { UnreachableTarget } from './findings.ts'

/** Incremented when the structure of the report changes. */
const FORMAT = 1

/** Returns runs as plain data for machines, without secrets. */
export const toReport = (runs: readonly Run[], unreachable: readonly UnreachableTarget[] = []) => ({
  format: FORMAT,
  passed: runs.length > 0 && unreachable.length === 0 && runs.every(hasPassed),
  unreachable,
  runs: runs.map((run) => ({
    target: run.target,
    passed: hasPassed(run),
    leftUsers: run.leftUsers,
    notices: run.notices,
    rules: run.results.map(({ rule, outcome, text, observations, exchanges, milliseconds }) => ({
      id: rule.id,
      title: rule.title,
      evidence: rule.evidence,
      needs: rule.needs,
      outcome,
      ...(text === undefined ? {} : outcome === 'skipped' ? { reason: text } : { difference: text }),
      observations,
      ...(exchanges.length === 0 ? {} : { exchanges }),
      milliseconds,
    })),
  })),
})

/** Returns the text of a JSON report. */
export const formatJson = (runs: readonly Run[], unreachable: readonly UnreachableTarget[] = []): string =>
  `${JSON.stringify(toReport(runs, unreachable), null, 2)}\n`

import { hasPassed, type Run } from '../run.ts'
import type { Unseen } from './findings.ts'

/** The shape of the report changes with this number. */
const FORMAT = 1

/** Runs as plain data for machines: what was looked at, what came of it, on which evidence; secrets removed. */
export const reportOf = (runs: readonly Run[], unseen: readonly Unseen[] = []) => ({
  format: FORMAT,
  passed: runs.length > 0 && unseen.length === 0 && runs.every(hasPassed),
  couldNotLook: unseen,
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

/** The same as text, ready to be written to a file. */
export const jsonOf = (runs: readonly Run[], unseen: readonly Unseen[] = []): string =>
  `${JSON.stringify(reportOf(runs, unseen), null, 2)}\n`

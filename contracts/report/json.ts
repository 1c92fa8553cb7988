import { hasPassed, type Run } from '../run.ts'

/** The shape of the report changes with this number. */
const FORMAT = 1

/** Runs as plain data for machines: what was looked at, what came of it, on which evidence. */
export const reportOf = (runs: readonly Run[]) => ({
  format: FORMAT,
  passed: runs.length > 0 && runs.every(hasPassed),
  runs: runs.map((run) => ({
    target: run.target,
    passed: hasPassed(run),
    leftUsers: run.leftUsers,
    rules: run.results.map(({ rule, outcome, text, observations, milliseconds }) => ({
      id: rule.id,
      title: rule.title,
      evidence: rule.evidence,
      needs: rule.needs,
      outcome,
      ...(text === undefined ? {} : outcome === 'skipped' ? { reason: text } : { difference: text }),
      observations,
      milliseconds,
    })),
  })),
})

/** The same as text, ready to be written to a file. */
export const jsonOf = (runs: readonly Run[]): string => `${JSON.stringify(reportOf(runs), null, 2)}\n`

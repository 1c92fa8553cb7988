import type { World } from '../../world/world.ts'
import { toJournalEntry } from '../journal/entry.ts'
import type { Finding, LintContext, LintRule } from './rule.ts'
import { bankIds } from './rules/bank-ids.ts'
import { deadHash } from './rules/dead-hash.ts'
import { pollInterval } from './rules/poll-interval.ts'
import { psuHeaders } from './rules/psu-headers.ts'
import { readBeforeReady } from './rules/read-before-ready.ts'
import { redirectContext } from './rules/redirect-context.ts'
import { repeatedFields } from './rules/repeated-fields.ts'
import { retryPause } from './rules/retry-pause.ts'
import { tokenAgain } from './rules/token-again.ts'

export const lintRules: readonly LintRule[] = [
  deadHash,
  repeatedFields,
  redirectContext,
  pollInterval,
  psuHeaders,
  readBeforeReady,
  retryPause,
  tokenAgain,
  bankIds,
]

/** What the journal tells about the client that was recorded. */
export interface LintReport {
  findings: Finding[]
  /** How many exchanges were looked at, and how many older ones the journal had forgotten. */
  looked: { entries: number; forgotten: number }
  rules: { id: string; title: string; severity: string; source: string; grade: string }[]
}

/** Checks the client of a world by what the journal holds of it. */
export const lintWorld = (world: World): LintReport => {
  const context: LintContext = {
    entries: world.journal.records().map((record) => ({ ...toJournalEntry(record), facts: record.facts })),
    timeline: (hash) => world.timelines.byHash(hash),
    wasListed: (clientId, bankId) => world.listedBanks.has(clientId, bankId),
  }
  return {
    findings: lintRules.flatMap((rule) => findingsOf(rule, context)),
    looked: { entries: context.entries.length, forgotten: world.journal.forgotten },
    rules: lintRules.map(({ id, title, severity, evidence }) => ({ id, title, severity, ...evidence })),
  }
}

const findingsOf = (rule: LintRule, context: LintContext): Finding[] =>
  rule.check(context).map((violation) => ({
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    source: rule.evidence.source,
    grade: rule.evidence.grade,
    ...violation,
  }))

/** The report as lines for a terminal. */
export const lintText = ({ findings, looked }: LintReport): string => {
  const forgotten = looked.forgotten === 0 ? '' : `; ${looked.forgotten} older ones are not in the journal any more`
  const lines = [`${findings.length} finding(s) in ${looked.entries} exchange(s)${forgotten}`]
  for (const { rule, severity, message, entryIds, source, grade } of findings) {
    lines.push('', `${severity}  ${rule}`, `  ${message}`)
    lines.push(`  entries: ${entryIds.map((id) => `#${id}`).join(', ')}`, `  source (${grade}): ${source}`)
  }
  return `${lines.join('\n')}\n`
}

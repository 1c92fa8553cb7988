import type { World } from '../../world/world.ts'
import type { JournalEntry, RecordedExchange } from '../journal/entry.ts'
import type { Finding, LintContext, LintEntry, LintRule } from './rule.ts'
import { bankIds } from './rules/bank-ids.ts'
import { deadHash } from './rules/dead-hash.ts'
import { pollInterval } from './rules/poll-interval.ts'
import { psuHeaders } from './rules/psu-headers.ts'
import { readBeforeReady } from './rules/read-before-ready.ts'
import { redirectContext } from './rules/redirect-context.ts'
import { repeatedFields } from './rules/repeated-fields.ts'
import { retryPause } from './rules/retry-pause.ts'
import { tokenAgain } from './rules/token-again.ts'

/** The rules in the order of the report. */
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

/** The client mistakes that the journal shows. */
export interface LintReport {
  findings: Finding[]
  /** The number of checked exchanges, and of older ones that the journal dropped. */
  checked: { entries: number; dropped: number }
  rules: { id: string; title: string; severity: string; source: string; grade: string }[]
}

/** Checks the client by the exchanges in a world's journal. */
export const lintWorld = (world: World): LintReport => {
  const { journal } = world
  return lintEntries(
    world,
    journal.records().map((record) => toLintEntry(journal.render(record), record)),
  )
}

/** Checks the client as `lintWorld` does, but lets other requests be handled while the journal is read. */
export const lintWorldInSlices = async (world: World): Promise<LintReport> => {
  const { journal } = world
  return lintEntries(world, await journal.convertInSlices(journal.records(), toLintEntry))
}

const toLintEntry = (entry: JournalEntry, { facts }: RecordedExchange): LintEntry => ({ ...entry, facts })

const lintEntries = (world: World, entries: readonly LintEntry[]): LintReport => {
  const context: LintContext = {
    entries,
    timeline: (hash) => world.timelines.byHash(hash),
    wasListed: (clientId, bankId) => world.listedBanks.has(clientId, bankId),
  }
  return {
    findings: lintRules.flatMap((rule) => runRule(rule, context)),
    checked: { entries: context.entries.length, dropped: world.journal.dropped },
    rules: lintRules.map(({ id, title, severity, evidence }) => ({ id, title, severity, ...evidence })),
  }
}

const runRule = (rule: LintRule, context: LintContext): Finding[] =>
  rule.check(context).map((violation) => ({
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    source: rule.evidence.source,
    grade: rule.evidence.grade,
    ...violation,
  }))

/** Formats a report for a terminal. */
export const formatLint = ({ findings, checked }: LintReport): string => {
  const dropped = checked.dropped === 0 ? '' : `; the journal dropped ${checked.dropped} older one(s)`
  const lines = [`${findings.length} finding(s) in ${checked.entries} exchange(s)${dropped}`]
  for (const { rule, severity, message, entryIds, source, grade } of findings) {
    lines.push('', `${severity}  ${rule}`, `  ${message}`)
    lines.push(`  entries: ${entryIds.map((id) => `#${id}`).join(', ')}`, `  source (${grade}): ${source}`)
  }
  return `${lines.join('\n')}\n`
}

import type { Evidence } from '../../../contracts/evidence.ts'
import type { OperationFacts } from '../../access/operation-facts.ts'
import type { FlowTimeline } from '../../sca/timelines.ts'
import type { JournalEntry } from '../journal/entry.ts'

/** How much a finding matters: an error breaks at finAPI, a warning will for some bank or some day, a hint costs only time. */
export type Severity = 'error' | 'warning' | 'hint'

/** A journal entry with the facts of its operation. */
export type LintEntry = JournalEntry & { facts: OperationFacts }

/** The data that a rule checks. */
export interface LintContext {
  /** Oldest first. */
  readonly entries: readonly LintEntry[]
  /** The story of a flow, by any of its hashes. */
  timeline(hash: string): FlowTimeline | undefined
  /** Whether an answer to this client named the bank. */
  wasListed(clientId: string, bankId: number): boolean
}

/** What a rule found. */
export interface Violation {
  entryIds: readonly number[]
  /** What happened, and what to do. */
  message: string
}

/** Something that a client of finAPI should do, with its evidence. */
export interface LintRule {
  /** `group.what-holds`, unique and stable. */
  readonly id: string
  /** A sentence in the third person, present tense. */
  readonly title: string
  readonly severity: Severity
  readonly evidence: Evidence
  check(context: LintContext): Violation[]
}

export interface Finding extends Violation {
  rule: string
  title: string
  severity: Severity
  source: string
  grade: string
}

import type { Evidence } from '../../../contracts/evidence.ts'
import type { OperationFacts } from '../../access/operation-facts.ts'
import type { FlowTimeline } from '../../sca/timelines.ts'
import type { JournalEntry } from '../journal/entry.ts'

/** The severity of a finding: an error fails at finAPI, a warning fails at some banks or times, a hint only costs time. */
export type Severity = 'error' | 'warning' | 'hint'

/** A journal entry with the facts of its operation. */
export type LintEntry = JournalEntry & { facts: OperationFacts }

/** The data that a rule checks. */
export interface LintContext {
  /** The journal's entries, oldest first. */
  readonly entries: readonly LintEntry[]
  /** Returns the timeline of a flow by any of its hashes. */
  timeline(hash: string): FlowTimeline | undefined
  /** Returns whether a response to this client listed the bank. */
  wasListed(clientId: string, bankId: number): boolean
}

/** A violation of a rule by a client. */
export interface Violation {
  entryIds: readonly number[]
  /** The mistake, and its correction. */
  message: string
}

/** A rule for clients of finAPI, with its evidence. */
export interface LintRule {
  /** Unique and stable, as `group.rule`. */
  readonly id: string
  /** A sentence in the third person, present tense. */
  readonly title: string
  readonly severity: Severity
  readonly evidence: Evidence
  check(context: LintContext): Violation[]
}

/** A violation with the rule that reports it. */
export interface Finding extends Violation {
  rule: string
  title: string
  severity: Severity
  source: string
  grade: string
}

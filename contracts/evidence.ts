/**
 * The strength of evidence: A finAPI states it, B it was observed on the sandbox, C clients of others rely on it, D it
 * is a conclusion.
 */
export type EvidenceGrade = 'A' | 'B' | 'C' | 'D'

/** The reason for a rule. */
export interface Evidence {
  /** The place where it is written or was observed, precise enough to find it again. */
  readonly source: string
  readonly grade: EvidenceGrade
}

/** Evidence from finAPI's API document: a definition, or the text of the named part. */
export const documented = (part: string): Evidence => ({ source: `finAPI API document: ${part}`, grade: 'A' })

/** Evidence from finAPI's guide to importing a bank connection, which shows every request and response. */
export const guide = (part: string): Evidence => ({ source: `finAPI import guide: ${part}`, grade: 'A' })

/** Evidence from finAPI's pages about its test banks, error responses, or the processing after an import. */
export const described = (page: string): Evidence => ({ source: `finAPI documentation: ${page}`, grade: 'A' })

/** Evidence from an observation on the sandbox. */
export const measured = (what: string): Evidence => ({ source: `seen on the sandbox: ${what}`, grade: 'B' })

/** Evidence from clients of others that rely on it. */
export const assumedByClients = (what: string): Evidence => ({ source: `assumed by clients: ${what}`, grade: 'C' })

/** A conclusion from the rest of the API, where no source says anything. */
export const concluded = (reason: string): Evidence => ({ source: `concluded: ${reason}`, grade: 'D' })

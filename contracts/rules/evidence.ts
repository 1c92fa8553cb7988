import type { ApiVersion } from '../api.ts'
import type { Evidence } from '../rule.ts'

export const both: readonly ApiVersion[] = ['v1', 'v2']

/** finAPI's API document says so, in its definitions or in the text of the named part. */
export const documented = (part: string): Evidence => ({ source: `finAPI API document: ${part}`, grade: 'A' })

/** finAPI's guide to importing a bank connection shows it, request by request. */
export const guide = (part: string): Evidence => ({ source: `finAPI import guide: ${part}`, grade: 'A' })

/** finAPI's pages about its test banks, error answers, or the processing after an import say so. */
export const described = (page: string): Evidence => ({ source: `finAPI documentation: ${page}`, grade: 'A' })

/** Somebody saw it on the sandbox and wrote it down. */
export const measured = (what: string): Evidence => ({ source: `seen on the sandbox: ${what}`, grade: 'B' })

/** Clients written by others rely on it. */
export const assumedByClients = (what: string): Evidence => ({ source: `assumed by clients: ${what}`, grade: 'C' })

/** No source says so; the rest of the API makes it likely. */
export const concluded = (reason: string): Evidence => ({ source: `concluded: ${reason}`, grade: 'D' })

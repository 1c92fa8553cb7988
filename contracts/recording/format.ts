import type { ApiVersion, OperationId } from '../api.ts'
import type { Outcome } from '../run.ts'
import type { Json } from './json.ts'

/** The only format that is read. */
export const FORMAT = 1

/** `recording.json`: the target, and the file with the exchanges of each rule. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: ApiVersion
  /** Its name in reports; its base URL is not kept. */
  readonly target: string
  readonly exchanges: number
  readonly rules: readonly RuleEntry[]
}

/** The exchanges of one rule; those after the last rule delete what the run created. */
export interface RuleEntry {
  readonly rule: string
  readonly outcome: Outcome | 'cleaned-up'
  readonly file: string
  readonly exchanges: number
}

export type RecordedBody =
  | { readonly json: Json }
  | { readonly form: readonly (readonly [string, string])[] }
  | { readonly text: string }

export interface RecordedExchange {
  readonly operationId: OperationId | null
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query: readonly (readonly [string, string])[]
    /** Null where the value was left out, as it may be personal. */
    readonly headers: Readonly<Record<string, string | null>>
    readonly body: RecordedBody | null
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string | null>>
    readonly body: RecordedBody | null
  }
}

/** A recording read from its files. */
export interface Recording {
  readonly manifest: Manifest
  readonly rules: readonly (RuleEntry & { readonly recorded: readonly RecordedExchange[] })[]
}

export const MANIFEST = 'recording.json'
export const CLEAN_UP = '(clean-up)'

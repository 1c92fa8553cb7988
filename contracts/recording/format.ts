import type { ApiVersion, OperationId } from '../api.ts'
import type { Outcome } from '../run.ts'
import type { Json } from './json.ts'

/** Recordings of another format are not read. */
export const FORMAT = 1

/** `recording.json`: what was recorded, and in which file the exchanges of each rule are. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: ApiVersion
  /** As reports call it; its address is not kept. */
  readonly target: string
  readonly exchanges: number
  readonly chapters: readonly ChapterEntry[]
}

/** The exchanges of one rule; those after the last rule delete what the run made. */
export interface ChapterEntry {
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
    /** Values that could say something about somebody are left out: the name remains. */
    readonly headers: Readonly<Record<string, string | null>>
    readonly body: RecordedBody | null
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string | null>>
    readonly body: RecordedBody | null
  }
}

/** A recording as it is read back. */
export interface Recording {
  readonly manifest: Manifest
  readonly chapters: readonly (ChapterEntry & { readonly recorded: readonly RecordedExchange[] })[]
}

export const MANIFEST = 'recording.json'
export const CLEAN_UP = '(clean-up)'

import type { Library } from '../../scenarios/library.ts'

/** The options of a world. */
export interface WorldOptions {
  seed: string
  /** Banks, personas and scenarios. */
  library: Library
  /** The duration of a download, in milliseconds. */
  downloadTime: number
  /** Freezes the clock at this time, in milliseconds since 1970; undefined for real time. */
  frozenAt: number | undefined
  /** The API version that clients are bound to until they switch it; undefined if they may call both. */
  boundTo: string | undefined
  /** The number of exchanges that the journal keeps; 0 keeps none. */
  journalEntries?: number | undefined
}

import type { Library } from '../../scenarios/library.ts'

/** The settings that distinguish one world from another when it is made. */
export interface WorldOptions {
  seed: string
  /** Banks, personas and scenarios. */
  library: Library
  /** Milliseconds that an import downloads. */
  downloadTime: number
  /** Milliseconds since 1970 at which the clock stands still; undefined for the time of this machine. */
  frozenAt: number | undefined
  /** The API version that ordinary clients are bound to at first; undefined if they may call both. */
  boundTo: string | undefined
  /** The number of exchanges that the journal keeps; 0 keeps none. */
  journalEntries?: number | undefined
}

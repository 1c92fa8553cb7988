import type { Library } from '../../scenarios/library.ts'
import { InputError } from '../core/input.ts'
import { DURATION_FORMAT, isDuration, isMoment, MOMENT_FORMAT } from '../core/time-limits.ts'

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

/** Throws an InputError if a time of the options is out of bounds. */
export const assertTimes = ({ downloadTime, frozenAt }: Partial<WorldOptions>): void => {
  if (downloadTime !== undefined && !isDuration(downloadTime)) {
    throw new InputError(
      `downloadTime must be milliseconds of ${DURATION_FORMAT}, but is ${downloadTime}`,
      'downloadTime',
    )
  }
  if (frozenAt !== undefined && !isMoment(frozenAt)) {
    throw new InputError(`frozenAt must be milliseconds of ${MOMENT_FORMAT}, but is ${frozenAt}`, 'frozenAt')
  }
}

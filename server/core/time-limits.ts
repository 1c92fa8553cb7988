// The one place for the limits of moments, durations and speeds. Whatever enters (options, control API, scenarios,
// snapshots, calls in code) is checked against them, so no time inside can be too large to be formatted or to end a loop.

/** The first moment that a clock can show: 1900-01-01, in milliseconds since 1970. */
export const MIN_MOMENT = Date.UTC(1900, 0, 1)

/** The last moment that a clock can show: the end of 2999-12-31. */
export const MAX_MOMENT = Date.UTC(3000, 0, 1) - 1

/** The longest duration: 100 years of 365.25 days, in milliseconds. */
export const MAX_DURATION = 36_525 * 86_400_000

/** The latest time of an event that is still to come, such as the end of a consent: it may lie beyond the clock's end. */
export const MAX_FUTURE_MOMENT = MAX_MOMENT + MAX_DURATION

/** A running clock moves at most this many times as fast as real time. */
export const MAX_SPEED = 1_000_000

/** The valid moments, for messages. */
export const MOMENT_FORMAT = 'a moment such as 2026-01-31T12:00:00Z, from 1900-01-01 to 2999-12-31'

/** The valid durations, for messages. */
export const DURATION_FORMAT = 'an ISO 8601 duration such as PT5S, at most 100 years (P36525D)'

export const isMoment = (milliseconds: number): boolean => milliseconds >= MIN_MOMENT && milliseconds <= MAX_MOMENT

export const isDuration = (milliseconds: number): boolean => milliseconds >= 0 && milliseconds <= MAX_DURATION

import { DURATION_FORMAT, isDuration } from './time-limits.ts'

const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/**
 * Returns the milliseconds of an ISO 8601 duration of weeks, days and smaller units; undefined for any other text, or if
 * it is too long.
 */
export const parseDuration = (text: string): number | undefined => {
  const match = PATTERN.exec(text)
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  const milliseconds =
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
    Math.round((seconds ?? 0) * 1000)
  return isDuration(milliseconds) ? milliseconds : undefined
}

/** Returns the milliseconds of a duration that was validated before, as in scenarios. Throws for any other text. */
export const requireDuration = (text: string): number => {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined) throw new RangeError(`'${text}' is not ${DURATION_FORMAT}`)
  return milliseconds
}

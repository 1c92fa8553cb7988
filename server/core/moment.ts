import { isMoment } from './time-limits.ts'

/** Returns a moment in milliseconds since 1970; undefined for any other text, or if it is out of bounds. */
export const parseMoment = (given: string | Date): number | undefined => {
  const moment = new Date(given).getTime()
  return isMoment(moment) ? moment : undefined
}

/** Formats milliseconds since 1970 as ISO 8601. */
export const formatMoment = (milliseconds: number): string => new Date(milliseconds).toISOString()

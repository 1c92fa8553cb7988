import type { ApiVersion } from './api.ts'

const V1_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})$/
const V2_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

const offset = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })

/** Returns the German offset from UTC at a moment, such as `+01:00`. */
const germanOffset = (moment: Date): string =>
  offset
    .formatToParts(moment)
    .find((part) => part.type === 'timeZoneName')
    ?.value.slice('GMT'.length) || '+00:00'

/** Parses a point in time: v1 writes German time without an offset, v2 writes an offset. */
export const readInstant = (version: ApiVersion, text: unknown): Date | undefined => {
  if (typeof text !== 'string') return undefined
  if (version === 'v2') return V2_TIME.test(text) ? new Date(text) : undefined
  const match = V1_TIME.exec(text)
  if (!match) return undefined
  const local = `${match[1]}T${match[2]}`
  return new Date(`${local}${germanOffset(new Date(`${local}+01:00`))}`)
}

/** Parses the day of a booking: v1 writes a time at midnight, v2 a date. */
export const readDay = (version: ApiVersion, text: unknown): string | undefined => {
  if (typeof text !== 'string') return undefined
  if (version === 'v2') return DAY.test(text) ? text : undefined
  return V1_TIME.exec(text)?.[1]
}

const germanDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' })

/** Returns the day in Germany at a moment: `2026-07-27`. */
export const toGermanDay = (moment: Date): string => germanDate.format(moment)

/** Returns the day that comes so many days after another; negative for earlier ones. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

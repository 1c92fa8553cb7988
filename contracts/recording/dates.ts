import { addDays, readInstant, toGermanDay } from '../time.ts'
import { type Placeholder, writePlaceholder } from './placeholder.ts'

type RelativeDate = Omit<Placeholder, 'isNumber'>

const DAY = 86_400_000

const german = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** Formats a moment as v1 does, in German time: `2026-07-27 13:28:21.659`. */
const formatGermanTime = (moment: Date): string =>
  `${german.format(moment)}.${String(moment.getMilliseconds()).padStart(3, '0')}`

const toDayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY

const countDays = (start: Date, day: string): number => toDayNumber(day) - toDayNumber(toGermanDay(start))

const isDay = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

const relativeTime = (moment: Date | undefined, form: string, start: Date): RelativeDate | undefined =>
  moment && !Number.isNaN(moment.getTime())
    ? { kind: 'time', form, number: moment.getTime() - start.getTime() }
    : undefined

const relativeDay = (text: string, start: Date): RelativeDate | undefined => {
  const day = text.slice(0, 10)
  if (!isDay(day)) return undefined
  return { kind: 'day', form: text.length > day.length ? 'midnight' : 'plain', number: countDays(start, day) }
}

const FORMATS: readonly (readonly [RegExp, (text: string, start: Date) => RelativeDate | undefined])[] = [
  [/^\d{4}-\d\d-\d\d( 00:00:00\.000)?$/, relativeDay],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/, (text, start) => relativeTime(readInstant('v1', text), 'local', start)],
  [
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    (text, start) => relativeTime(readInstant('v2', text), text.endsWith('Z') ? 'utc' : 'offset', start),
  ],
]

/** Returns the placeholder of a day or time, relative to the start of the recording; undefined for any other text. */
export const relativeDate = (text: string, start: Date): string | undefined => {
  for (const [pattern, read] of FORMATS) {
    const date = pattern.test(text) ? read(text, start) : undefined
    if (date) return writePlaceholder({ ...date, isNumber: false })
  }
  return undefined
}

/** Replaces the days that a text mentions: `27.07.2026`, `2026-07-27`. */
export const relativeDaysWithin = (text: string, start: Date): string =>
  text.replace(/\b(\d\d)\.(\d\d)\.(\d{4})\b|\b\d{4}-\d\d-\d\d\b/g, (written, day, month, year) => {
    const plain = day === undefined ? written : `${year}-${month}-${day}`
    if (!isDay(plain)) return written
    const form = day === undefined ? 'plain' : 'german'
    return writePlaceholder({ kind: 'day', form, number: countDays(start, plain), isNumber: false })
  })

const formatWithOffset = (moment: Date): string => {
  const local = formatGermanTime(moment).replace(' ', 'T')
  const minutes = Math.round((Date.parse(`${local}Z`) - moment.getTime()) / 60_000)
  const padTwo = (value: number): string => String(value).padStart(2, '0')
  return `${local}+${padTwo(Math.floor(minutes / 60))}:${padTwo(minutes % 60)}`
}

/** Returns the day or time of a placeholder, relative to another start: the opposite of `relativeDate`. */
export const absoluteDate = ({ kind, form, number }: Placeholder, start: Date): string => {
  if (kind === 'day') {
    const day = addDays(toGermanDay(start), number)
    if (form === 'german') return day.split('-').reverse().join('.')
    return form === 'midnight' ? `${day} 00:00:00.000` : day
  }
  const moment = new Date(start.getTime() + number)
  if (form === 'local') return formatGermanTime(moment)
  return form === 'utc' ? moment.toISOString() : formatWithOffset(moment)
}

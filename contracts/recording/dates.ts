import { readInstant } from '../time.ts'
import { type Placeholder, writePlaceholder } from './placeholder.ts'

const DAY_LENGTH = 86_400_000
const german = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** `2026-07-27 13:28:21.659`: German time, as v1 writes it. */
const germanTime = (moment: Date): string =>
  `${german.format(moment)}.${String(moment.getMilliseconds()).padStart(3, '0')}`

/** The day in Germany, as `2026-07-27`. */
const germanDay = (moment: Date): string => german.format(moment).slice(0, 10)

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_LENGTH

const dayAfter = (start: Date, days: number): string =>
  new Date((dayNumber(germanDay(start)) + days) * DAY_LENGTH).toISOString().slice(0, 10)

const isDay = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

const WHOLE: readonly (readonly [RegExp, (text: string, start: Date) => Omit<Placeholder, 'isNumber'> | undefined])[] =
  [
    [
      /^\d{4}-\d\d-\d\d( 00:00:00\.000)?$/,
      (text, start) => {
        const day = text.slice(0, 10)
        if (!isDay(day)) return undefined
        const number = dayNumber(day) - dayNumber(germanDay(start))
        return { kind: 'day', form: text.length > 10 ? 'midnight' : 'plain', number }
      },
    ],
    [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/, (text, start) => instant(readInstant('v1', text), 'local', start)],
    [
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
      (text, start) => instant(readInstant('v2', text), text.endsWith('Z') ? 'utc' : 'offset', start),
    ],
  ]

const instant = (moment: Date | undefined, form: string, start: Date): Omit<Placeholder, 'isNumber'> | undefined =>
  moment && !Number.isNaN(moment.getTime())
    ? { kind: 'time', form, number: moment.getTime() - start.getTime() }
    : undefined

/** A day or a point in time as its distance from the start of the recording; undefined for any other text. */
export const relativeDate = (text: string, start: Date): string | undefined => {
  for (const [pattern, read] of WHOLE) {
    const found = pattern.test(text) ? read(text, start) : undefined
    if (found) return writePlaceholder({ ...found, isNumber: false })
  }
  return undefined
}

/** Days as people write them within a text: `27.07.2026`, `2026-07-27`. */
export const relativeDaysWithin = (text: string, start: Date): string =>
  text.replace(/\b(\d\d)\.(\d\d)\.(\d{4})\b|\b\d{4}-\d\d-\d\d\b/g, (written, day, month, year) => {
    const plain = day === undefined ? written : `${year}-${month}-${day}`
    if (!isDay(plain)) return written
    const number = dayNumber(plain) - dayNumber(germanDay(start))
    return writePlaceholder({ kind: 'day', form: day === undefined ? 'plain' : 'german', number, isNumber: false })
  })

const withOffset = (moment: Date): string => {
  const local = germanTime(moment)
  const minutes = Math.round((Date.parse(`${local.replace(' ', 'T')}Z`) - moment.getTime()) / 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${local.replace(' ', 'T')}+${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The opposite of `relativeDate`: the same distance from another start. */
export const absoluteDate = ({ kind, form, number }: Placeholder, start: Date): string => {
  if (kind === 'day') {
    const day = dayAfter(start, number)
    if (form === 'german') return day.split('-').reverse().join('.')
    return form === 'midnight' ? `${day} 00:00:00.000` : day
  }
  const moment = new Date(start.getTime() + number)
  if (form === 'local') return germanTime(moment)
  return form === 'utc' ? moment.toISOString() : withOffset(moment)
}

import { type Day, monthOf, yearOf } from '../core/days.ts'
import type { Random } from '../core/random.ts'

/** Formats the purpose of a booking; `random` fills in its random placeholders. */
export type PurposeWriter = (day: Day, random: Random) => string | undefined

const MONTH_NAMES: readonly string[] =
  'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')

/**
 * Compiles a purpose with placeholders: `{date}` 05.03.2026, `{day}` 05.03., `{month}` März, `{mm}` 03, `{year}` 2026,
 * `{lastMonth}` Februar 2026, `{time}` 17:42, random `{digits:8}` and `{letters:3}`. Null stands for no purpose.
 */
export const compilePurpose = (template: string | null): PurposeWriter => {
  if (template === null) return () => undefined
  // Split by a capturing pattern: texts at even places, placeholders at odd ones.
  const parts = template.split(/(\{[^{}]*\})/).map((part, index): string | Placeholder => {
    return index % 2 === 0 ? part : placeholder(template, part)
  })
  return (day, random) => {
    let text = ''
    for (const part of parts) text += typeof part === 'string' ? part : part(day, random)
    return text
  }
}

type Placeholder = (day: Day, random: Random) => string

const placeholder = (template: string, part: string): Placeholder => {
  const [word = '', length = '1'] = part.slice(1, -1).split(':')
  switch (word) {
    case 'date':
      return (day) => `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`
    case 'day':
      return (day) => `${day.slice(8)}.${day.slice(5, 7)}.`
    case 'month':
      return (day) => MONTH_NAMES[monthOf(day) - 1] ?? ''
    case 'mm':
      return (day) => day.slice(5, 7)
    case 'year':
      return (day) => day.slice(0, 4)
    case 'lastMonth':
      return lastMonth
    case 'time':
      return (_day, random) => `${twoDigits(random.int(7, 20))}:${twoDigits(random.int(0, 59))}`
    case 'digits':
      return (_day, random) => digits(Number(length), random)
    case 'letters':
      return (_day, random) => letters(Number(length), random)
    default:
      throw new Error(`Purpose "${template}": ${part} is not a placeholder, see scenarios/schema/persona.json`)
  }
}

/** Returns a number of random decimal digits; the first is not zero. */
export const digits = (length: number, random: Random): string => {
  // A draw has 32 bits, so longer texts need several.
  const smallest = POWERS_OF_TEN[length - 1]
  if (smallest === undefined) return digits(8, random) + digits(length - 8, random)
  return String(random.int(smallest, smallest * 10 - 1))
}

const POWERS_OF_TEN: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]

const letters = (length: number, random: Random): string => {
  let text = ''
  for (let index = 0; index < length; index++) text += String.fromCharCode(random.int(65, 90))
  return text
}

const lastMonth = (day: Day): string => {
  const month = monthOf(day)
  return month === 1 ? `Dezember ${yearOf(day) - 1}` : `${MONTH_NAMES[month - 2] ?? ''} ${yearOf(day)}`
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')

import { type Day, formatTimeOfDay, fromDayNumber, germanOffset, isDay, MS_PER_DAY } from '../core/days.ts'
import { invalidFilterOptions } from './errors.ts'
import type { OrderBy, PageRequest } from './paging.ts'

// The formats of money, times, orders and pages that both versions share, or that `v1.ts` and `v2.ts` choose from.

/**
 * The type of a writer's result: optional properties may be undefined, because JSON omits undefined ones. Responses of
 * v2 never contain null.
 */
export type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Key in keyof T as object extends Pick<T, Key> ? never : Key]: Loose<T[Key]> } & {
        [Key in keyof T as object extends Pick<T, Key> ? Key : never]?: Loose<T[Key]> | undefined
      }
    : T

/** Converts whole cents to an amount in euros; the division is exact to the cent. */
export const writeAmount = (cents: number): number => cents / 100

/** Formats a moment in German local time as `YYYY-MM-DD HH:MM:SS.SSS`, without an offset. */
export const writeLocalTime = (moment: number): string => formatLocal(moment + germanOffset(moment), ' ')

/** Formats a moment in German local time with its offset (RFC 3339), such as `2026-07-01T12:00:00.000+02:00`. */
export const writeOffsetTime = (moment: number): string => {
  const offset = germanOffset(moment)
  return `${formatLocal(moment + offset, 'T')}+0${offset / 3_600_000}:00`
}

/** Formats milliseconds since 1970 in local time; three times as fast as a `Date`, and every response has some. */
const formatLocal = (local: number, separator: ' ' | 'T'): string =>
  `${fromDayNumber(Math.floor(local / MS_PER_DAY))}${separator}${formatTimeOfDay(local)}`

/** Formats a day as v1 does: as midnight of local time. */
export const writeLocalDay = (day: Day): string => `${day} 00:00:00.000`

/** The replacement for a stored value that must not be shown. */
export const PROTECTED = 'XXXXX'

/** Reads the requested page; finAPI's default is the first 20 items. */
export const readPage = (query: { page?: number; perPage?: number }): PageRequest => ({
  page: query.page ?? 1,
  perPage: query.perPage ?? 20,
})

/** Reads criteria such as `amount,desc`; the direction is optional, in either case. Throws INVALID_FILTER_OPTIONS. */
export const readOrder = <Field extends string>(
  order: readonly string[] | undefined,
  fields: readonly Field[],
): OrderBy<Field>[] =>
  (order ?? []).map((criterion) => {
    const [name, direction = 'asc', ...rest] = criterion.split(',').map((part) => part.trim())
    const field = fields.find((candidate) => candidate === name)
    const descending = direction.toLowerCase() === 'desc'
    if (field === undefined || rest.length > 0 || !(descending || direction.toLowerCase() === 'asc')) {
      throw invalidFilterOptions(
        `'${criterion}' is not a valid order. Use one of ${fields.join(', ')}, followed by ,asc or ,desc.`,
      )
    }
    return { field, descending }
  })

/** Reads a day whose format was validated. Throws INVALID_FILTER_OPTIONS if it does not exist in the calendar. */
export const readDay = (name: string, day: string | undefined): Day | undefined => {
  if (day !== undefined && !isDay(day)) throw invalidFilterOptions(`${name} is not a calendar day: '${day}'.`)
  return day
}

/** Converts an amount in euros to cents; keeps fractions of a cent, so that bounds stay exact. */
export const readCents = (amount: number | undefined): number | undefined =>
  amount === undefined ? undefined : Math.round(amount * 1e8) / 1e6

/** Returns undefined for an empty list, where finAPI treats an empty list as none. */
export const readNonEmpty = <Item>(list: readonly Item[] | undefined): readonly Item[] | undefined =>
  list?.length === 0 ? undefined : list

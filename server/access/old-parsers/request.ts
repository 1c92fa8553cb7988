import type { Day } from '../../core/days.ts'
import { isDay } from '../../core/days.ts'
import { invalidFilterOptions } from '../errors.ts'
import type { OrderBy, PageRequest } from '../paging.ts'

/**
 * A request that its validator let through, as the type that the validator stands for. This is the one place where
 * the server takes the word of a validator.
 */
export const validated = <T>(value: unknown): T => value as T

export const pageFrom = (query: { page?: number; perPage?: number }): PageRequest => ({
  page: query.page ?? 1,
  perPage: query.perPage ?? 20,
})

/** Criteria such as `amount,desc`; the direction may be in either case, or left out. */
export const orderFrom = <Field extends string>(
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

/** A day whose form was validated; it must exist in the calendar too. */
export const dayFrom = (name: string, day: string | undefined): Day | undefined => {
  if (day !== undefined && !isDay(day)) throw invalidFilterOptions(`${name} is not a calendar day: '${day}'.`)
  return day
}

/** Whole cents of an amount in euros; fractions of a cent are kept, so that bounds stay exact. */
export const centsFrom = (amount: number | undefined): number | undefined =>
  amount === undefined ? undefined : Math.round(amount * 1e8) / 1e6

export const upperCase = (texts: readonly string[] | undefined): readonly string[] | undefined =>
  texts?.map((text) => text.toUpperCase())

/** The later, or the earlier, of two optional days. */
export const latest = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

export const earliest = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/** Which part of a list is wanted; pages count from 1. */
export interface PageRequest {
  page: number
  perPage: number
}

export interface Paging extends PageRequest {
  pageCount: number
  totalCount: number
}

/** One criterion of an order. */
export interface OrderBy<Field extends string> {
  field: Field
  descending: boolean
}

export const pagingOf = ({ page, perPage }: PageRequest, totalCount: number): Paging => ({
  page,
  perPage,
  pageCount: Math.ceil(totalCount / perPage),
  totalCount,
})

export const pageOf = <Item>(items: readonly Item[], { page, perPage }: PageRequest): Item[] =>
  items.slice((page - 1) * perPage, page * perPage)

/** What things are compared by; things without a value come last, whichever way round. */
export type SortValue = string | number | boolean | undefined

const compareValues = (a: SortValue, b: SortValue): number => {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  return Number(a) - Number(b)
}

/**
 * Compares by each criterion in turn and at last by id, so that an order is total and pages never overlap. The id
 * follows the direction of the first criterion.
 */
export const comparing = <Item, Field extends string>(
  order: readonly OrderBy<Field>[],
  sortValue: (item: Item, field: Field) => SortValue,
  idOf: (item: Item) => number,
): ((a: Item, b: Item) => number) => {
  const idDirection = order[0]?.descending ? -1 : 1
  return (a, b) => {
    for (const { field, descending } of order) {
      const left = sortValue(a, field)
      const right = sortValue(b, field)
      if (left === undefined || right === undefined) {
        if (left === right) continue
        return left === undefined ? 1 : -1
      }
      const result = compareValues(left, right)
      if (result !== 0) return descending ? -result : result
    }
    return idDirection * (idOf(a) - idOf(b))
  }
}

/** finAPI's text search: split at white space, every part must be contained, upper and lower case alike. */
export const searchTerms = (search: string | undefined): readonly string[] =>
  search === undefined ? [] : search.toLowerCase().split(/\s+/).filter(Boolean)

export const containsTerms = (terms: readonly string[], texts: readonly (string | undefined)[]): boolean =>
  terms.every((term) => texts.some((text) => text?.toLowerCase().includes(term)))

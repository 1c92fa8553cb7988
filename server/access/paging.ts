/** The requested page of a list, counted from 1. */
export interface PageRequest {
  page: number
  perPage: number
}

/** A page of a list, with the total numbers of pages and items. */
export interface Paging extends PageRequest {
  pageCount: number
  totalCount: number
}

/** A criterion of an order. */
export interface OrderBy<Field extends string> {
  field: Field
  descending: boolean
}

export const toPaging = ({ page, perPage }: PageRequest, totalCount: number): Paging => ({
  page,
  perPage,
  pageCount: Math.ceil(totalCount / perPage),
  totalCount,
})

/** Returns the items of a page. */
export const slicePage = <Item>(items: readonly Item[], { page, perPage }: PageRequest): Item[] =>
  items.slice((page - 1) * perPage, page * perPage)

/** The value by which items are sorted; items without one come last in either direction. */
export type SortValue = string | number | boolean | undefined

const compareValues = (a: SortValue, b: SortValue): number => {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  return Number(a) - Number(b)
}

/**
 * Returns a function that compares items by each criterion in turn and finally by id, so that the order is total and
 * pages never overlap. The id follows the direction of the first criterion.
 */
export const compareBy = <Item, Field extends string>(
  order: readonly OrderBy<Field>[],
  sortValue: (item: Item, field: Field) => SortValue,
  getId: (item: Item) => number,
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
    return idDirection * (getId(a) - getId(b))
  }
}

/** Splits the text of finAPI's search into terms. An item must contain every term, in upper or lower case. */
export const splitTerms = (search: string | undefined): readonly string[] =>
  search === undefined ? [] : search.toLowerCase().split(/\s+/).filter(Boolean)

/** Returns true if every term is contained in one of the texts. */
export const containsTerms = (terms: readonly string[], texts: readonly (string | undefined)[]): boolean =>
  terms.every((term) => texts.some((text) => text?.toLowerCase().includes(term)))

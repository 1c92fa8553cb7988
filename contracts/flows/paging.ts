import { expectFields, expectThat } from '../expect.ts'

export interface Paging {
  readonly page: number
  readonly perPage: number
  readonly pageCount: number
  readonly totalCount: number
}

/** Fails unless the paging is consistent, and fits the number of entries on the page. */
export const expectPaging = (paging: Paging, asked: { page: number; perPage: number }, entries: number): void => {
  const { totalCount } = paging
  expectFields(
    paging,
    { ...asked, pageCount: Math.ceil(totalCount / asked.perPage) },
    `paging of ${totalCount} entries, ${asked.perPage} a page`,
  )
  const before = (asked.page - 1) * asked.perPage
  const expected = Math.max(0, Math.min(asked.perPage, totalCount - before))
  expectThat(entries === expected, `page ${asked.page} has ${expected} entries, got ${entries}`)
}

/** Fails unless every value is in order with the next one. */
export const expectSorted = <T>(values: readonly T[], isBefore: (one: T, next: T) => boolean, what: string): void => {
  for (const [index, value] of values.entries()) {
    const next = values[index + 1]
    if (index + 1 >= values.length || next === undefined) return
    expectThat(isBefore(value, next), `${what}, but ${JSON.stringify(next)} comes after ${JSON.stringify(value)}`)
  }
}

/** Returns the ids in the order of the list. */
export const listIds = (entries: readonly { readonly id: number }[]): number[] => entries.map((entry) => entry.id)

/** Returns the ids in ascending order, for lists without a defined order. */
export const sortedIds = (entries: readonly { readonly id: number }[]): number[] =>
  listIds(entries).sort((one, other) => one - other)

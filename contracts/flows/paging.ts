import { expectFields, expectThat } from '../expect.ts'

export interface Paging {
  readonly page: number
  readonly perPage: number
  readonly pageCount: number
  readonly totalCount: number
}

/** Fails unless the numbers about a page fit each other and the entries on it. */
export const expectPaging = (paging: Paging, asked: { page: number; perPage: number }, entries: number): void => {
  const { totalCount } = paging
  expectFields(
    paging,
    { ...asked, pageCount: Math.ceil(totalCount / asked.perPage) },
    `paging of ${totalCount} entries, ${asked.perPage} a page`,
  )
  const before = (asked.page - 1) * asked.perPage
  const expected = Math.max(0, Math.min(asked.perPage, totalCount - before))
  expectThat(entries === expected, `page ${asked.page} holds ${expected} entries, got ${entries}`)
}

/** Fails unless the values stand in this order; equal neighbours are fine. */
export const expectSorted = <T>(values: readonly T[], isBefore: (one: T, next: T) => boolean, what: string): void => {
  for (const [index, value] of values.entries()) {
    const next = values[index + 1]
    if (index + 1 >= values.length || next === undefined) return
    expectThat(isBefore(value, next), `${what}, but ${JSON.stringify(next)} comes after ${JSON.stringify(value)}`)
  }
}

/** The ids as they came. */
export const listIds = (entries: readonly { readonly id: number }[]): number[] => entries.map((entry) => entry.id)

/** The ids of a list whose order means nothing. */
export const sortedIds = (entries: readonly { readonly id: number }[]): number[] =>
  listIds(entries).sort((one, other) => one - other)

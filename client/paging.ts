import type { Schema } from './api-types.ts'

/** The largest page that the API hands out. */
const PAGE_SIZE = 500

/** Collects all pages of a list, one after the other: the sandbox does not like bursts. */
export const collectPages = async <P extends { paging: Schema<'v2', 'Paging'> }, T>(
  loadPage: (paging: { page: number; perPage: number }) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<T[]> => {
  const all: T[] = []
  for (let page = 1; ; page++) {
    const loaded = await loadPage({ page, perPage: PAGE_SIZE })
    const items = itemsOf(loaded)
    all.push(...items)
    if (page >= loaded.paging.pageCount || items.length === 0) return all
  }
}

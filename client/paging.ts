import type { ApiVersion, Schema } from '../contracts/openapi/api-types.ts'

/** The largest page that finAPI returns. */
const MAX_PAGE_SIZE = 500

/** Parameters of a list without its page: `listAll` sets that itself. */
export type WithoutPage<Query> = Query & { page?: never; perPage?: never }

/** Returns the items of all pages of a list, loaded one after the other: finAPI allows no load tests on its sandbox. */
export const collectPages = async <Page extends { paging: Schema<ApiVersion, 'Paging'> }, Item>(
  loadPage: (paging: { page: number; perPage: number }) => Promise<Page>,
  readItems: (page: Page) => readonly Item[],
): Promise<Item[]> => {
  const all: Item[] = []
  for (let page = 1; ; page++) {
    const loaded = await loadPage({ page, perPage: MAX_PAGE_SIZE })
    const items = readItems(loaded)
    all.push(...items)
    if (page >= loaded.paging.pageCount || items.length === 0) return all
  }
}

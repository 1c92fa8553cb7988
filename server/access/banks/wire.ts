import type { OrderBy, PageRequest } from '../paging.ts'
import { readOrder, readPage } from '../wire.ts'
import { readLocations } from './locations.ts'
import type { BankOrderField } from './search-banks.ts'

const ORDER_FIELDS: readonly BankOrderField[] = ['id', 'name', 'blz', 'bic', 'popularity']

interface CommonFilters {
  ids?: number[]
  search?: string
  location?: string[]
  tppAuthenticationGroupIds?: number[]
  isTestBank?: boolean
  page?: number
  perPage?: number
  order?: string[]
}

/** Reads the filters whose names are the same in both versions. */
export const readCommonFilters = (
  query: CommonFilters,
): PageRequest & {
  ids: readonly number[] | undefined
  search: string | undefined
  locations: readonly string[] | undefined
  tppAuthenticationGroupIds: readonly number[] | undefined
  isTestBank: boolean | undefined
  order: readonly OrderBy<BankOrderField>[]
} => ({
  ...readPage(query),
  ids: query.ids,
  search: query.search,
  locations: readLocations(query.location),
  tppAuthenticationGroupIds: query.tppAuthenticationGroupIds,
  isTestBank: query.isTestBank,
  order: readOrder(query.order, ORDER_FIELDS),
})

import type { Api, CallOptions } from './api.ts'
import type { ApiVersion, Bank, Query, Schema } from './api-types.ts'
import { collectPages } from './paging.ts'

type InterfaceFilter = Pick<Query<'v2', 'getAndSearchAllBanks'>, 'supportedBankingInterfaces'>

/** The filters of the bank list. Both versions take v2's name for the interface filter here. */
export type BankQuery<V extends ApiVersion> = InterfaceFilter &
  Omit<Query<V, 'getAndSearchAllBanks'>, 'supportedInterfaces' | 'supportedBankingInterfaces'>

/** The banks that finAPI knows. Their ids may change with a release: remember a bank by its `blz`. */
export interface Banks<V extends ApiVersion> {
  list(query?: BankQuery<V>, options?: CallOptions): Promise<Schema<V, 'PageableBankList'>>
  /** All pages in one array; the whole catalogue has thousands of banks. */
  listAll(query?: Omit<BankQuery<V>, 'page' | 'perPage'>, options?: CallOptions): Promise<Bank<V>[]>
  get(id: number, options?: CallOptions): Promise<Bank<V>>
}

export const createBanks = <V extends ApiVersion>(api: Api<V>): Banks<V> => {
  const load = (
    query: { supportedBankingInterfaces?: unknown },
    options?: CallOptions,
  ): Promise<Schema<V, 'PageableBankList'>> => {
    const { interfaceFilter } = api.dialect
    const renamed = { supportedBankingInterfaces: undefined, [interfaceFilter]: query.supportedBankingInterfaces }
    return api.call({ method: 'GET', path: '/banks', query: { ...query, ...renamed }, ...options })
  }
  return {
    list: (query, options) => load(query ?? {}, options),
    listAll: (query, options) =>
      collectPages(
        (paging) => load({ ...query, ...paging }, options),
        (page): readonly Bank<V>[] => page.banks,
      ),
    get: (id, options) => api.call({ method: 'GET', path: `/banks/${id}`, ...options }),
  }
}

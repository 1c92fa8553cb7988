import type { ApiVersion, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'
import { collectPages, type WithoutPage } from '../paging.ts'

export type Bank<V extends ApiVersion = ApiVersion> = Schema<V, 'Bank'>

type InterfaceFilter = Pick<QueryOf<'v2', 'getAndSearchAllBanks'>, 'supportedBankingInterfaces'>

/** The filters of the bank list; the filter by interface has its name of v2 in both versions. */
export type BankQuery<V extends ApiVersion> = InterfaceFilter &
  Omit<QueryOf<V, 'getAndSearchAllBanks'>, 'supportedInterfaces' | 'supportedBankingInterfaces'>

/** The banks that finAPI supports. Ids may change with a release of finAPI: store a bank's `blz` instead. */
export interface Banks<V extends ApiVersion> {
  /** Returns one page. */
  list(query?: BankQuery<V>, options?: CallOptions): Promise<SuccessBodyOf<V, 'getAndSearchAllBanks'>>
  /** Returns the banks of all pages: thousands, without a filter. */
  listAll(query?: WithoutPage<BankQuery<V>>, options?: CallOptions): Promise<Bank<V>[]>
  get(id: number, options?: CallOptions): Promise<Bank<V>>
}

const toQuery = (version: ApiVersion, query: InterfaceFilter): object => {
  if (version === 'v2') return query
  const { supportedBankingInterfaces: supportedInterfaces, ...rest } = query
  return { ...rest, supportedInterfaces }
}

export const createBanks = <V extends ApiVersion>(api: Api<V>): Banks<V> => {
  const loadPage = (
    query: InterfaceFilter,
    options: CallOptions | undefined,
  ): Promise<SuccessBodyOf<V, 'getAndSearchAllBanks'>> =>
    api.call({ method: 'GET', path: '/banks', query: toQuery(api.version, query), ...options })
  return {
    list: (query, options) => loadPage(query ?? {}, options),
    listAll: (query, options) =>
      collectPages(
        (paging) => loadPage({ ...query, ...paging }, options),
        (page): readonly Bank<V>[] => page.banks,
      ),
    get: (id, options) => api.call({ method: 'GET', path: `/banks/${id}`, ...options }),
  }
}

import type { ApiVersion, JsonBodyOf, QueryOf, Schema, SuccessBodyOf } from '../../contracts/openapi/api-types.ts'
import type { Api, CallOptions } from '../api.ts'
import { collectPages, type WithoutPage } from '../paging.ts'

export type Account<V extends ApiVersion = ApiVersion> = Schema<V, 'Account'>

export type DailyBalance<V extends ApiVersion = ApiVersion> = Schema<V, 'DailyBalance'>

export type DailyBalanceQuery<V extends ApiVersion> = QueryOf<V, 'getDailyBalances'>

/** The accounts of the user. */
export interface Accounts<V extends ApiVersion> {
  /** Returns all accounts at once: finAPI has no pages here. */
  list(
    query?: QueryOf<V, 'getAndSearchAllAccounts'>,
    options?: CallOptions,
  ): Promise<SuccessBodyOf<V, 'getAndSearchAllAccounts'>>
  get(id: number, options?: CallOptions): Promise<Account<V>>
  /** Changes the name, the type or `isNew`. Fails with LOCKED (423) while its bank connection is updated. */
  edit(id: number, changes: JsonBodyOf<V, 'editAccount'>, options?: CallOptions): Promise<Account<V>>
  /** Deletes an account with its transactions; its bank connection, too, if it was the last one. */
  delete(id: number, options?: CallOptions): Promise<void>
  /** Returns one page of the balances per day, in the account currency, `spending` positive. */
  dailyBalances(query?: DailyBalanceQuery<V>, options?: CallOptions): Promise<SuccessBodyOf<V, 'getDailyBalances'>>
  /** Returns the daily balances of all pages. */
  allDailyBalances(query?: WithoutPage<DailyBalanceQuery<V>>, options?: CallOptions): Promise<DailyBalance<V>[]>
}

export const createAccounts = <V extends ApiVersion>(api: Api<V>): Accounts<V> => {
  const dailyBalances: Accounts<V>['dailyBalances'] = (query, options) =>
    api.call({ method: 'GET', path: '/accounts/dailyBalances', query, ...options })
  return {
    list: (query, options) => api.call({ method: 'GET', path: '/accounts', query, ...options }),
    get: (id, options) => api.call({ method: 'GET', path: `/accounts/${id}`, ...options }),
    edit: (id, changes, options) => api.call({ method: 'PATCH', path: `/accounts/${id}`, json: changes, ...options }),
    delete: (id, options) =>
      api.call({ method: 'DELETE', path: `/accounts/${id}`, talksToBank: api.version === 'v2', ...options }),
    dailyBalances,
    allDailyBalances: (query, options) =>
      collectPages(
        (paging) => dailyBalances({ ...query, ...paging } as DailyBalanceQuery<V>, options),
        (page): readonly DailyBalance<V>[] => page.dailyBalances,
      ),
  }
}

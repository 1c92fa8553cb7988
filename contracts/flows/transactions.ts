import { expectEqual, expectSuccess } from '../expect.ts'
import type { ApiVersion, SuccessBodyOf } from '../openapi/api-types.ts'
import { skip } from '../rule.ts'
import type { Query, Target } from '../targets/target.ts'
import { importedData } from './fixtures.ts'
import { listIds } from './paging.ts'

export type TransactionPage = SuccessBodyOf<ApiVersion, 'getAndSearchAllTransactions'>
export type Transaction = TransactionPage['transactions'][number]

/** The largest page size of finAPI. */
export const MAX_PAGE_SIZE = 500

/** Lists transactions of the imported data, in the bank view unless the query names another. */
export const listTransactions = async (target: Target, query: Query = {}): Promise<TransactionPage> => {
  const { user } = await importedData(target)
  return expectSuccess(
    await target.call('getAndSearchAllTransactions', { as: user, query: { view: 'bankView', ...query } }),
  )
}

/** Returns every transaction of the imported data; fetched once per run, page by page. */
export const allTransactions = (target: Target): Promise<readonly Transaction[]> =>
  target.shared('all transactions', async (shared) => {
    const all: Transaction[] = []
    for (let page = 1; ; page += 1) {
      const { transactions, paging } = await listTransactions(shared, { page, perPage: MAX_PAGE_SIZE })
      all.push(...transactions)
      if (page >= paging.pageCount) return all
    }
  })

/** Sums amounts in whole cents, without errors of binary fractions. */
export const sumCents = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0)

/** Fails unless a filter lists exactly the transactions that satisfy the condition. */
export const expectToKeep = async (
  target: Target,
  query: Query,
  condition: (transaction: Transaction) => boolean,
): Promise<void> => {
  const all = await allTransactions(target)
  const expected = all.filter(condition)
  const { transactions, paging } = await listTransactions(target, { ...query, perPage: MAX_PAGE_SIZE })
  const what = `transactions with ${JSON.stringify(query)}`
  expectEqual(paging.totalCount, expected.length, `number of ${what}`)
  expectEqual(listIds(transactions), listIds(expected.slice(0, MAX_PAGE_SIZE)), `ids of ${what}`)
}

/** Returns a transaction from the middle of the list, so that it is not by chance the first or last of anything. */
export const sampleTransaction = async (target: Target): Promise<Transaction> => {
  const all = await allTransactions(target)
  return all[Math.floor(all.length / 2)] ?? skip('there are no transactions')
}

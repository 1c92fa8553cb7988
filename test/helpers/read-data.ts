import type { Session } from './api-dialect.ts'

// biome-ignore lint/suspicious/noExplicitAny: resources of both versions, read field by field
export type Row = any

type Reader = Pick<Session, 'get'>

export const readConnection = async ({ get }: Reader, id: number): Promise<Row> =>
  (await get(`/bankConnections/${id}`)).body

export const readAccounts = async ({ get }: Reader): Promise<Row[]> => (await get('/accounts')).body.accounts

/** One page of transactions, with paging and sums; the largest one unless the query names another. */
export const readTransactions = async ({ get }: Reader, query = ''): Promise<Row> => {
  const perPage = /\bperPage=/.test(query) ? '' : 'perPage=500&'
  return (await get(`/transactions?view=userView&${perPage}${query}`)).body
}

/** The transactions of every page. */
export const readAllTransactions = async (reader: Reader, query = ''): Promise<Row[]> => {
  const { transactions, paging } = await readTransactions(reader, query)
  for (let page = 2; page <= paging.pageCount; page++) {
    transactions.push(...(await readTransactions(reader, `${query}&page=${page}`)).transactions)
  }
  return transactions
}

export const countTransactions = async ({ get }: Reader, query = ''): Promise<number> =>
  (await get(`/transactions?view=userView&perPage=1&${query}`)).body.paging.totalCount

/** The status of an account's first interface. */
export const readStatus = (account: Row): string => account.interfaces[0].status

/** The status of each account by its name. */
export const readStatuses = async (reader: Reader): Promise<Record<string, string>> =>
  Object.fromEntries((await readAccounts(reader)).map((account) => [account.accountName, readStatus(account)]))

/** Adds amounts without the errors of binary fractions. */
export const sumInCents = (rows: readonly { amount: number }[]): number =>
  rows.reduce((sum, { amount }) => sum + toCents(amount), 0)

export const toCents = (amount: number): number => Math.round(amount * 100)

/** The calendar day of a date or a moment. */
export const toDay = (date: string): string => date.slice(0, 10)

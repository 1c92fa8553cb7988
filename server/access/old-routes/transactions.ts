import { type Handlers, ok, userOf } from '../../http/exchange.ts'
import { notFound } from '../errors.ts'
import { pendingTransactionOf, searchPendingTransactions } from '../pending-transactions/pending-transaction.ts'
import { searchTransactions } from '../transactions/search-transactions.ts'
import { transactionOf } from '../transactions/transaction.ts'
import { idFrom, idsFrom } from './path-ids.ts'

export const transactionHandlers: Handlers = {
  getAndSearchAllTransactions: (exchange) => {
    const { world, api, query } = exchange
    const page = searchTransactions(world, userOf(exchange), api.parse.transactionQuery(query))
    return ok(api.present.transactionPage(world, page))
  },

  getTransaction: (exchange) => {
    const { world, api, pathValue } = exchange
    const transaction = transactionOf(world, userOf(exchange), idFrom(pathValue))
    if (transaction === undefined) throw notFound()
    return ok(api.present.transaction(world, transaction))
  },

  getMultipleTransactions: (exchange) => {
    const { world, api, pathValue } = exchange
    const user = userOf(exchange)
    const transactions = idsFrom(pathValue).flatMap((id) => transactionOf(world, user, id) ?? [])
    return ok({ transactions: transactions.map((transaction) => api.present.transaction(world, transaction)) })
  },

  getAndSearchAllPendingTransactions: (exchange) => {
    const { world, api, query } = exchange
    const page = searchPendingTransactions(world, userOf(exchange), api.parse.pendingTransactionQuery(query))
    return ok(api.present.pendingTransactionPage(page))
  },

  getPendingTransaction: (exchange) => {
    const { world, api, pathValue } = exchange
    const transaction = pendingTransactionOf(world, userOf(exchange), idFrom(pathValue))
    if (transaction === undefined) throw notFound()
    return ok(api.present.pendingTransaction(transaction))
  },
}

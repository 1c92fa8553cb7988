import { defineOperation } from '../define-operation.ts'
import { notFound } from '../errors.ts'
import {
  findPendingTransaction,
  type PendingTransactionQuery,
  searchPendingTransactions,
} from './pending-transaction.ts'
import * as v2 from './v2.ts'

export const pendingTransactionOperations = [
  defineOperation('getAndSearchAllPendingTransactions', {
    readsBankData: true,
    read: { v2: v2.readPendingTransactionQuery },
    run: ({ world, user }, query: PendingTransactionQuery) => searchPendingTransactions(world, user, query),
    write: { v2: v2.writePendingTransactionPage },
  }),

  defineOperation('getPendingTransaction', {
    readsBankData: true,
    run: ({ world, user, id }) => {
      const transaction = findPendingTransaction(world, user, id)
      if (transaction === undefined) throw notFound()
      return transaction
    },
    write: { v2: v2.writePendingTransaction },
  }),
]

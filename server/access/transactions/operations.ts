import { defineOperation } from '../define-operation.ts'
import {
  editMultipleTransactions,
  editTransaction,
  type MultipleTransactionsEdit,
  type TransactionEdit,
} from './edit-transactions.ts'
import { searchTransactions, type TransactionQuery } from './search-transactions.ts'
import { findTransaction, requireTransaction } from './transaction.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'

export const transactionOperations = [
  defineOperation('getAndSearchAllTransactions', {
    readsBankData: true,
    read: { v1: v1.readTransactionQuery, v2: v2.readTransactionQuery },
    run: ({ world, user }, query: TransactionQuery) => searchTransactions(world, user, query),
    write: { v1: v1.writeTransactionPage, v2: v2.writeTransactionPage },
  }),

  defineOperation('getMultipleTransactions', {
    readsBankData: true,
    run: ({ world, user, ids }) => ids.flatMap((id) => findTransaction(world, user, id) ?? []),
    write: { v1: v1.writeTransactions },
  }),

  defineOperation('getTransaction', {
    readsBankData: true,
    run: ({ world, user, id }) => requireTransaction(world, user, id),
    write: { v1: v1.writeTransaction, v2: v2.writeTransaction },
  }),

  defineOperation('editTransaction', {
    read: { v1: v1.readTransactionEdit, v2: v2.readTransactionEdit },
    run: ({ world, user, id }, edit: TransactionEdit) => editTransaction(world, user, id, edit),
    write: { v1: v1.writeTransaction, v2: v2.writeTransaction },
  }),

  defineOperation('editMultipleTransactions', {
    read: { v1: v1.readMultipleTransactionsEdit, v2: v2.readMultipleTransactionsEdit },
    run: ({ world, user }, edit: MultipleTransactionsEdit) => editMultipleTransactions(world, user, edit),
    write: { v1: v1.writeIdentifiers, v2: v2.writeIdentifiers },
  }),
]

import type { Presenter } from '../../api.ts'
import { amount, presentToken } from '../common.ts'
import { presentAccount } from './account.ts'
import { presentBank } from './bank.ts'
import { presentBankConnection } from './bank-connection.ts'
import { presentError } from './error.ts'
import { presentPendingTransaction, presentTransaction } from './transaction.ts'
import { presentUser } from './user.ts'

/** The words of v2: what has no value is left out, and times carry their offset. */
export const presenterV2: Presenter = {
  token: presentToken,
  user: presentUser,
  bank: presentBank,
  bankPage: ({ banks, paging }) => ({ banks: banks.map(presentBank), paging }),
  bankConnection: presentBankConnection,
  account: presentAccount,
  transaction: presentTransaction,
  transactionPage: (world, { transactions, paging, income, spending, balance }) => ({
    transactions: transactions.map((transaction) => presentTransaction(world, transaction)),
    paging,
    income: amount(income),
    spending: amount(spending),
    balance: amount(balance),
  }),
  pendingTransaction: presentPendingTransaction,
  pendingTransactionPage: ({ transactions, paging }) => ({
    pendingTransactions: transactions.map(presentPendingTransaction),
    paging,
  }),
  error: presentError,
}

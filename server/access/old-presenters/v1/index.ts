import type { Presenter } from '../../api.ts'
import { amount, presentToken } from '../common.ts'
import { presentAccount } from './account.ts'
import { presentBank } from './bank.ts'
import { presentBankConnection } from './bank-connection.ts'
import { presentError } from './error.ts'
import { presentTransaction } from './transaction.ts'
import { presentUser } from './user.ts'

/** The words of v1: what has no value is null, and times are German without saying so. */
export const presenterV1: Presenter = {
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
  pendingTransaction: onlyInV2,
  pendingTransactionPage: onlyInV2,
  error: presentError,
}

function onlyInV2(): never {
  throw new Error('v1 has no pending transactions')
}

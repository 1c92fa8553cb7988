import { defineOperation } from '../define-operation.ts'
import { type DailyBalanceQuery, getDailyBalances } from './daily-balances.ts'
import { deleteAccount } from './delete-account.ts'
import { type AccountChange, editAccount } from './edit-account.ts'
import { requireAccount } from './find-account.ts'
import { type AccountQuery, searchAccounts } from './search-accounts.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'

export const accountOperations = [
  defineOperation('getAndSearchAllAccounts', {
    readsBankData: true,
    read: { v1: v1.readAccountQuery, v2: v2.readAccountQuery },
    run: ({ world, user }, query: AccountQuery) => searchAccounts(world, user, query),
    write: { v1: v1.writeAccounts, v2: v2.writeAccounts },
  }),

  defineOperation('getMultipleAccounts', {
    readsBankData: true,
    run: ({ world, user, ids }) => world.accounts.of(user.key).filter(({ id }) => ids.includes(id)),
    write: { v1: v1.writeAccounts },
  }),

  defineOperation('getAccount', {
    readsBankData: true,
    run: ({ world, user, id }) => requireAccount(world, user, id),
    write: { v1: v1.writeAccount, v2: v2.writeAccount },
  }),

  defineOperation('editAccount', {
    read: { v1: v1.readAccountChange, v2: v2.readAccountChange },
    run: ({ world, user, id }, change: AccountChange) => editAccount(world, user, id, change),
    write: { v1: v1.writeAccount, v2: v2.writeAccount },
  }),

  defineOperation('deleteAccount', {
    run: ({ world, user, id }) => deleteAccount(world, user, id),
  }),

  defineOperation('getDailyBalances', {
    readsBankData: true,
    read: { v1: v1.readDailyBalanceQuery, v2: v2.readDailyBalanceQuery },
    run: ({ world, user }, query: DailyBalanceQuery) => getDailyBalances(world, user, query),
    write: { v1: v1.writeDailyBalances, v2: v2.writeDailyBalances },
  }),
]

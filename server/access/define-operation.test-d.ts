/** Type tests: `tsc` checks them (`npm run check`); nothing here runs. */
import { expectTypeOf } from 'vitest'
import type { Account } from './accounts/account.ts'
import * as accountsV1 from './accounts/v1.ts'
import * as accountsV2 from './accounts/v2.ts'
import { defineOperation, type Operation } from './define-operation.ts'
import * as pendingV2 from './pending-transactions/v2.ts'

declare const account: Account

// An operation of both versions has a writer for each.
expectTypeOf(
  defineOperation('getAccount', {
    run: () => account,
    write: { v1: accountsV1.writeAccount, v2: accountsV2.writeAccount },
  }),
).toEqualTypeOf<Operation>()

defineOperation('getAccount', {
  run: () => account,
  // @ts-expect-error the writer of v2 is missing
  write: { v1: accountsV1.writeAccount },
})

defineOperation('getAccount', {
  run: () => account,
  // @ts-expect-error the writers are exchanged
  write: { v1: accountsV2.writeAccount, v2: accountsV1.writeAccount },
})

// @ts-expect-error the contract gives the response a body, so it has to be written
defineOperation('getAccount', { run: () => account })

defineOperation('getAccount', {
  // @ts-expect-error the writers take an account, not its id
  run: () => account.id,
  write: { v1: accountsV1.writeAccount, v2: accountsV2.writeAccount },
})

// One that only v1 has is not written for v2, nor the other way round.
defineOperation('getMultipleAccounts', {
  run: () => [account],
  // @ts-expect-error v2 does not have it
  write: { v1: accountsV1.writeAccounts, v2: accountsV2.writeAccounts },
})

defineOperation('getAndSearchAllPendingTransactions', {
  read: {
    // @ts-expect-error v1 does not have it
    v1: () => ({}),
    v2: pendingV2.readPendingTransactionQuery,
  },
  run: () => ({ transactions: [], paging: { page: 1, perPage: 20, pageCount: 0, totalCount: 0 } }),
  write: { v2: pendingV2.writePendingTransactionPage },
})

// One without a body has no writer.
defineOperation('deleteAccount', { run: () => undefined })

defineOperation('deleteAccount', {
  run: () => undefined,
  // @ts-expect-error its response has no body
  write: { v1: () => undefined, v2: () => undefined },
})

// @ts-expect-error finAPI has no such operation
defineOperation('deleteAccunt', { run: () => undefined })

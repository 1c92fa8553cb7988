import type { Store } from '../../core/store.ts'

/** The fields of a transaction that a user changed; undefined ones are unchanged. */
export interface TransactionChange {
  isNew?: boolean | undefined
  /** Only false can be set. */
  isPotentialDuplicate?: false | undefined
  /** `null` for a transaction whose category was cleared. */
  categoryId?: number | null | undefined
  labelIds?: readonly number[] | undefined
}

/** The changes of one account, by transaction id. */
export type AccountChanges = ReadonlyMap<number, TransactionChange>

/**
 * The changes of users to transactions. Transactions are slices of the banks' shared ledgers, so this is a sparse
 * overlay: an account without changes needs no memory for it, whatever the number of its transactions.
 */
export interface TransactionChangeStore extends Store<TransactionChangeState> {
  /** Returns the changes of an account; undefined if there are none. */
  of(accountId: number): AccountChanges | undefined
  /** Adds a change to the earlier ones of a transaction. */
  change(account: ChangedAccount, transactionId: number, change: TransactionChange): void
  removeAccount(accountId: number): void
}

/** The account of a changed transaction, with the user who owns it. */
export interface ChangedAccount {
  readonly id: number
  readonly userKey: string
}

export type TransactionChangeState = readonly {
  accountId: number
  userKey: string
  changes: readonly (readonly [transactionId: number, TransactionChange])[]
}[]

export const createTransactionChangeStore = (): TransactionChangeStore => {
  const accounts = new Map<number, { userKey: string; changes: Map<number, TransactionChange> }>()
  return {
    of: (accountId) => accounts.get(accountId)?.changes,
    change: ({ id, userKey }, transactionId, change) => {
      const account = accounts.get(id) ?? { userKey, changes: new Map<number, TransactionChange>() }
      accounts.set(id, account)
      account.changes.set(transactionId, { ...account.changes.get(transactionId), ...withoutUndefined(change) })
    },
    removeAccount: (accountId) => {
      accounts.delete(accountId)
    },
    removeOwnedBy: (userKey) => {
      for (const [accountId, account] of accounts) if (account.userKey === userKey) accounts.delete(accountId)
    },
    state: () =>
      [...accounts].map(([accountId, { userKey, changes }]) => ({ accountId, userKey, changes: [...changes] })),
    restore: (state) => {
      accounts.clear()
      for (const { accountId, userKey, changes } of state)
        accounts.set(accountId, { userKey, changes: new Map(changes) })
    },
  }
}

const withoutUndefined = (change: TransactionChange): TransactionChange =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

import { createCounter } from '../../core/counter.ts'
import { flag, id, list, object, oneOf, optional, text, tuple } from '../../core/shape.ts'
import { defineStore } from '../../core/store.ts'
import { createTransactionChangeStore, type TransactionChange, type TransactionChangeState } from './changes.ts'

/** The ids of transactions; pending ones take theirs from the same numbers. */
export const transactionIdStore = defineStore({ create: () => createCounter(1_860_000_001), shape: id })

const transactionChange = object<TransactionChange>({
  isNew: optional(flag),
  isPotentialDuplicate: optional(oneOf(false)),
  categoryId: (value) => (value === null ? null : optional(id)(value)),
  labelIds: optional(list(id)),
})

export const transactionChangeStore = defineStore({
  create: createTransactionChangeStore,
  shape: list(
    object<TransactionChangeState[number]>({
      accountId: id,
      userKey: text,
      changes: list(tuple<readonly [number, TransactionChange]>(id, transactionChange)),
    }),
  ),
})

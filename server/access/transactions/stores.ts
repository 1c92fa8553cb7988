import { createCounter } from '../../core/counter.ts'
import { defineStore } from '../../core/store.ts'
import { createTransactionChangeStore } from './changes.ts'

/** The ids of transactions; pending ones take theirs from the same numbers. */
export const transactionIdStore = defineStore({ create: () => createCounter(1_860_000_001) })

export const transactionChangeStore = defineStore({ create: createTransactionChangeStore })

import { createCounter } from '../../core/counter.ts'
import { defineStore } from '../../core/store.ts'
import { createTransactionChangeStore } from './changes.ts'

/** The numbers of transactions; pending ones use the same. */
export const transactionIdStore = defineStore({ create: () => createCounter(1_860_000_001) })

export const transactionChangeStore = defineStore({ create: createTransactionChangeStore })

import { createKeySet } from '../../core/key-set.ts'
import { list, text } from '../../core/shape.ts'
import { defineStore } from '../../core/store.ts'
import type { BankInterface } from '../banks/bank.ts'
import { formatLogin, type LoginCredential } from './login-credentials.ts'

/** The logins that a bank has locked after too many wrong TANs, for all users. */
export const lockedLoginStore = defineStore({ create: createKeySet, shape: list(text) })

/** Returns the key of a login at a bank, which does not contain the PIN. */
export const loginKey = (
  bankId: number,
  bankInterface: BankInterface,
  credentials: readonly LoginCredential[],
): string => {
  const isOpen = (wanted: string): boolean =>
    bankInterface.loginCredentials.some(({ label, secret }) => label === wanted && !secret)
  return formatLogin(
    String(bankId),
    credentials.filter(({ label }) => isOpen(label)),
  )
}

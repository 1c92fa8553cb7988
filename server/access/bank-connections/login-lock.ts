import type { World } from '../../world/world.ts'
import type { BankInterface } from '../banks/bank.ts'
import { bankServerRejection, type FinApiError } from '../errors.ts'
import type { LoginCredential } from './login-credentials.ts'

/** A login at a bank, whatever its PIN: what a bank locks after too many wrong answers, for whoever tries next. */
export const loginKey = (
  bankId: number,
  bankInterface: BankInterface,
  credentials: readonly LoginCredential[],
): string => {
  const open = bankInterface.loginCredentials.filter(({ secret }) => !secret).map(({ label }) => label)
  return JSON.stringify([bankId, ...credentials.filter(({ label }) => open.includes(label)).map(({ value }) => value)])
}

export const lockLogin = (world: World, key: string): void => {
  world.lockedLogins.add(key)
}

export const isLocked = (world: World, key: string): boolean => world.lockedLogins.has(key)

export const loginLocked = (): FinApiError =>
  bankServerRejection({
    de: 'Ihr Zugang ist gesperrt. Bitte wenden Sie sich an Ihre Bank.',
    en: 'Your access is locked. Please contact your bank.',
  })

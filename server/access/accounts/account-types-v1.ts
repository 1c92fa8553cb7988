import { readNonEmpty } from '../wire.ts'
import type { AccountType } from './account.ts'

/** v1's numbers of account types. */
export const TYPE_IDS = {
  Checking: 1,
  Savings: 2,
  CreditCard: 3,
  Security: 4,
  Loan: 5,
  Pocket: 6,
  Membership: 7,
  Bausparen: 8,
} satisfies Record<AccountType, number>

/** Reads account types given by name or number; names take precedence. No bank delivers type 6. */
export const readAccountTypes = (
  names: readonly AccountType[] | undefined,
  numbers: readonly number[] | undefined,
): readonly AccountType[] | undefined =>
  readNonEmpty(names ?? numbers?.map((number) => findAccountType(number) ?? 'Pocket'))

export const findAccountType = (number: number | undefined): AccountType | undefined =>
  ACCOUNT_TYPES.find((type) => TYPE_IDS[type] === number)

const ACCOUNT_TYPES = Object.keys(TYPE_IDS) as AccountType[]

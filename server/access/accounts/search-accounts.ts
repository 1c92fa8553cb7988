import { type Day, dayInGermany } from '../../core/days.ts'
import type { World } from '../../world/world.ts'
import { containsTerms, splitTerms } from '../paging.ts'
import type { User } from '../users/user.ts'
import type { Account, AccountType } from './account.ts'

/** The filters of finAPI's account list; undefined ones match any account. */
export interface AccountQuery {
  ids: readonly number[] | undefined
  search: string | undefined
  accountTypes: readonly AccountType[] | undefined
  connectionIds: readonly number[] | undefined
  minLastSuccessfulUpdate: Day | undefined
  maxLastSuccessfulUpdate: Day | undefined
  /** Whole cents. */
  minBalance: number | undefined
  maxBalance: number | undefined
}

/** Returns the accounts of a user that match every filter. */
export const searchAccounts = (world: World, user: User, query: AccountQuery): Account[] => {
  const terms = splitTerms(query.search)
  return world.accounts
    .of(user.key)
    .filter(
      (account) =>
        (query.ids?.includes(account.id) ?? true) &&
        (query.connectionIds?.includes(account.connectionId) ?? true) &&
        (query.accountTypes?.includes(account.type) ?? true) &&
        containsTerms(terms, [account.name, account.iban, account.accountNumber]) &&
        isBetween(account.balance, query.minBalance, query.maxBalance) &&
        isUpdatedBetween(account, query.minLastSuccessfulUpdate, query.maxLastSuccessfulUpdate),
    )
}

/** Returns true if a balance is within the bounds; an account without a balance is outside of any bound. */
const isBetween = (balance: number | undefined, min: number | undefined, max: number | undefined): boolean => {
  if (min === undefined && max === undefined) return true
  return balance !== undefined && balance >= (min ?? balance) && balance <= (max ?? balance)
}

const isUpdatedBetween = (account: Account, min: Day | undefined, max: Day | undefined): boolean => {
  if (min === undefined && max === undefined) return true
  return account.interfaces.some(({ lastSuccessfulUpdate }) => {
    if (lastSuccessfulUpdate === undefined) return false
    const day = dayInGermany(lastSuccessfulUpdate)
    return day >= (min ?? day) && day <= (max ?? day)
  })
}

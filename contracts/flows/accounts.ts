import { expectSuccess } from '../expect.ts'
import type { Query, Target, User } from '../targets/target.ts'
import type { Account } from './fixtures.ts'

/** Lists the accounts of a user. */
export const listAccounts = async (
  target: Target,
  { user }: { readonly user: User },
  query: Query = {},
): Promise<readonly Account[]> =>
  expectSuccess(await target.call('getAndSearchAllAccounts', { as: user, query })).accounts

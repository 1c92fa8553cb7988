import type { SuccessBody } from '../api.ts'
import { expectSuccess } from '../expect.ts'
import type { Query, Target } from '../targets/target.ts'
import { emptyUser } from './fixtures.ts'

/** Lists banks with a user token, which works in every version. */
export const listBanks = async (target: Target, query: Query): Promise<SuccessBody<'getAndSearchAllBanks'>> =>
  expectSuccess(await target.call('getAndSearchAllBanks', { as: await emptyUser(target), query }))

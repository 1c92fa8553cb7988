import { expectSuccess } from '../expect.ts'
import type { ApiVersion, SuccessBodyOf } from '../openapi/api-types.ts'
import type { Query, Target } from '../targets/target.ts'
import { emptyUser } from './fixtures.ts'

/** Lists banks with a user token, which works in every version. */
export const listBanks = async (
  target: Target,
  query: Query,
): Promise<SuccessBodyOf<ApiVersion, 'getAndSearchAllBanks'>> =>
  expectSuccess(await target.call('getAndSearchAllBanks', { as: await emptyUser(target), query }))

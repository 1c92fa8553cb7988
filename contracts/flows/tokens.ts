import type { OperationResponse } from '../response.ts'
import type { Target } from '../targets/target.ts'

/** Revokes a token; v1 has the parameters in the query, v2 in a form. */
export const revoke = (
  target: Target,
  params: { readonly token: string; readonly token_type_hint?: string },
  as: { readonly accessToken: string } | 'client' = 'client',
): Promise<OperationResponse<'revokeToken'>> =>
  target.call('revokeToken', target.version === 'v1' ? { as, query: params } : { as, form: params })

/** Calls an operation that needs a user token, to check whether this one is valid. */
export const tryToken = (target: Target, accessToken: string): Promise<OperationResponse<'getAuthorizedUser'>> =>
  target.call('getAuthorizedUser', { as: { accessToken } })

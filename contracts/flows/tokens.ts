import type { OperationResponse } from '../response.ts'
import type { Target } from '../targets/target.ts'

/** Revokes a token; v1 takes the parameters from the query, v2 from the form. */
export const revoke = (
  target: Target,
  params: { readonly token: string; readonly token_type_hint?: string },
  as: { readonly accessToken: string } | 'client' = 'client',
): Promise<OperationResponse<'revokeToken'>> =>
  target.call('revokeToken', target.version === 'v1' ? { as, query: params } : { as, form: params })

/** Asks for something that needs a user token, to see whether this one still is one. */
export const tryToken = (target: Target, accessToken: string): Promise<OperationResponse<'getAuthorizedUser'>> =>
  target.call('getAuthorizedUser', { as: { accessToken } })

import type { ApiVersion } from '../../contracts/openapi/api-types.ts'

export interface AuthorizationEndpoints {
  readonly tokenPath: string
  readonly revokePath: string
  /** The place of the token to revoke. */
  readonly revokeIn: 'query' | 'form'
}

export const authorizationEndpoints: Readonly<Record<ApiVersion, AuthorizationEndpoints>> = {
  // v1 has no `/api/v1` in front of its OAuth endpoints.
  v1: { tokenPath: '/oauth/token', revokePath: '/oauth/revoke', revokeIn: 'query' },
  v2: { tokenPath: '/api/v2/oauth/token', revokePath: '/api/v2/oauth/revoke', revokeIn: 'form' },
}

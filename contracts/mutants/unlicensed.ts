import { IMPORT, isRoute, refuse } from './interferences.ts'
import type { Interference, ProxiedResponse } from './proxy.ts'

/** Refuses imports as finAPI does for clients that may only use its Web Form; the versions have different statuses. */
export const unlicensed: Interference = async (request, forward) => {
  if (!isRoute(IMPORT)(request) || !request.headers.authorization) return forward(request)
  const response: ProxiedResponse = { status: 0, headers: {}, body: '' }
  refuse(response, request, request.url.pathname.includes('/v1/') ? 422 : 403, 'ILLEGAL_ENTITY_STATE')
  return response
}

import { assertTokenKind, authenticate } from '../access/authorization/token.ts'
import { forbidden } from '../access/errors.ts'
import type { Exchange } from './exchange.ts'

/** Finds out who calls, and whether that may call this operation. Throws OAuth errors, UNAUTHORIZED_ACCESS and FORBIDDEN. */
export const authorize = (exchange: Exchange): void => {
  const { world, api, operation, request } = exchange
  if (operation.token === 'none') return
  exchange.caller = authenticate(world, request.headers.get('authorization') ?? undefined)
  assertVersion(exchange.caller.client.boundTo, api.version)
  assertTokenKind(exchange.caller, operation.token)
}

/** A client that is bound to one version may not call another; finAPI's words differ between reports. */
export const assertVersion = (boundTo: string | undefined, version: string): void => {
  if (boundTo === undefined || boundTo === version) return
  throw forbidden(`This client is bound to API ${boundTo} and may not call API ${version}.`)
}

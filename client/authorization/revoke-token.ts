import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { SendRequest } from '../http/send-request.ts'
import { authorizationEndpoints } from './endpoints.ts'
import type { TokenSource } from './token-source.ts'
import { withToken } from './with-token.ts'

export interface RevokeOptions {
  readonly version: ApiVersion
  readonly sendRequest: SendRequest
  readonly tokens: TokenSource
  /** The client's own tokens: revoking requires one, also for the token of a user. */
  readonly clientTokens: TokenSource
}

/** Revokes the tokens of a grant; does nothing if none was ever requested. */
export const revokeToken = async ({ version, sendRequest, tokens, clientTokens }: RevokeOptions): Promise<void> => {
  const revocable = await tokens.getRevocable()
  if (!revocable) return
  const { revokePath, revokeIn } = authorizationEndpoints[version]
  await withToken(clientTokens, undefined, (token) =>
    sendRequest({ method: 'POST', path: revokePath, token, [revokeIn]: revocable }),
  )
  tokens.forget()
}

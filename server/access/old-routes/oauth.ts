import { assertVersion } from '../../http/authorize.ts'
import { type Handlers, ok } from '../../http/exchange.ts'
import { authenticateClient, requestToken, revokeToken } from '../authorization/token.ts'

export const oauthHandlers: Handlers = {
  getToken: ({ world, api, body }) => {
    const request = api.parse.token(body)
    // Whether a bound client may get its tokens through the other version is not known; to refuse is an assumption.
    assertVersion(authenticateClient(world, request.clientId, request.clientSecret).boundTo, api.version)
    return ok(api.present.token(requestToken(world, request)))
  },

  revokeToken: ({ world, api, body, query }) => {
    const { token, hint } = api.parse.revocation(body ?? query)
    revokeToken(world, token, hint)
    return ok()
  },
}

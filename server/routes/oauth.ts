import { requestToken, revokeToken } from '../banking/token.ts'
import { type Handlers, ok } from '../exchange.ts'

export const oauthHandlers: Handlers = {
  getToken: ({ world, api, body }) => ok(api.present.token(requestToken(world, api.parse.token(body)))),

  revokeToken: ({ world, api, body, query }) => {
    const { token, hint } = api.parse.revocation(body ?? query)
    revokeToken(world, token, hint)
    return ok()
  },
}

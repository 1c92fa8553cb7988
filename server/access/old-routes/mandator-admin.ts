import { type Handlers, ok } from '../../http/exchange.ts'

export const mandatorAdminHandlers: Handlers = {
  /** Moves the clients that are bound to a version; without the strict mode none is, and the admin never. */
  switchApiVersion: ({ world, api, body }) => {
    const version = api.parse.switchApiVersion(body)
    for (const client of world.clients.values()) if (client.boundTo !== undefined) client.boundTo = version
    return ok({ message: `API version switched to ${version.toUpperCase()}.` })
  },
}

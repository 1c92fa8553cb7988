import { created, type Handlers, ok, userOf } from '../../http/exchange.ts'
import { createUser, deleteUser } from '../users/user.ts'

/** A password is shown once, when its user is created. */
const HIDDEN_PASSWORD = 'XXXXX'

export const userHandlers: Handlers = {
  createUser: ({ world, api, body }) => {
    const user = createUser(world, api.parse.createUser(body))
    return created(api.present.user(user, user.password))
  },

  getAuthorizedUser: (exchange) => ok(exchange.api.present.user(userOf(exchange), HIDDEN_PASSWORD)),

  deleteAuthorizedUser: (exchange) => {
    deleteUser(exchange.world, userOf(exchange))
    return ok()
  },
}

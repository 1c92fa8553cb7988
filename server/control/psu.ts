import type { PsuAction } from '../sca/sca-flow.ts'
import { type PendingAction, type PendingFilter, PsuError } from '../world/psu.ts'
import {
  bodyOf,
  type ControlAnswer,
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  momentOf,
  queryOf,
  type Schemas,
} from './exchange.ts'

export const psuHandlers: ControlHandlers = {
  listPending: (exchange) => {
    const { hash, user } = queryOf(exchange, 'listPending')
    return { status: 200, body: { pending: exchange.world.psu.list({ hash, userId: user }).map(present) } }
  },
  approvePending: (exchange) => act(exchange, 'approve'),
  declinePending: (exchange) => act(exchange, 'decline'),
  expirePending: (exchange) => act(exchange, 'expire'),
}

const act = (exchange: ControlExchange, action: PsuAction): ControlAnswer => {
  const { hash, user } = exchange.body === undefined ? {} : bodyOf(exchange, 'PendingFilter')
  const filter: PendingFilter = { hash, userId: user }
  try {
    return { status: 200, body: exchange.world.psu[action](filter) }
  } catch (error) {
    if (error instanceof PsuError) throw new ControlError(409, error.message)
    throw error
  }
}

const present = ({ userId, clientId, procedures, expiresAt, ...rest }: PendingAction): Schemas['PendingAction'] =>
  ({
    ...rest,
    user: userId,
    client: clientId,
    procedures: procedures?.map((procedure) => ({ ...procedure })),
    expiresAt: momentOf(expiresAt),
  }) as Schemas['PendingAction']

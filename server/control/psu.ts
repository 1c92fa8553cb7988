import type { PsuAction } from '../sca/sca-flow.ts'
import type { HostResponse } from '../world/exchange.ts'
import { createPsu, type PendingAction, PsuError } from '../world/psu.ts'
import {
  bodyOf,
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  formatMoment,
  queryOf,
  type Schemas,
} from './exchange.ts'

export const psuHandlers: ControlHandlers = {
  listPending: (exchange) => {
    const { hash, user } = queryOf(exchange, 'listPending')
    return { status: 200, body: { pending: createPsu(exchange.world).list({ hash, user }).map(present) } }
  },
  approvePending: (exchange) => act(exchange, 'approve'),
  declinePending: (exchange) => act(exchange, 'decline'),
  expirePending: (exchange) => act(exchange, 'expire'),
}

const act = (exchange: ControlExchange, action: PsuAction): HostResponse => {
  const { hash, user } = exchange.body === undefined ? {} : bodyOf(exchange, 'PendingFilter')
  try {
    return { status: 200, body: createPsu(exchange.world)[action]({ hash, user }) }
  } catch (error) {
    if (error instanceof PsuError) throw new ControlError(409, error.message)
    throw error
  }
}

const present = ({ procedures, expiresAt, ...rest }: PendingAction): Schemas['PendingAction'] =>
  ({
    ...rest,
    procedures: procedures?.map((procedure) => ({ ...procedure })),
    expiresAt: formatMoment(expiresAt),
  }) as Schemas['PendingAction']

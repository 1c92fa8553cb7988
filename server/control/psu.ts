import { formatMoment } from '../core/moment.ts'
import type { PsuAction } from '../sca/sca-flow.ts'
import type { HostResponse } from '../world/exchange.ts'
import { createPsu, type PendingAction, type Psu, PsuError } from '../world/psu.ts'
import {
  ControlError,
  type ControlExchange,
  type ControlHandlers,
  readBody,
  readQuery,
  type Schemas,
} from './exchange.ts'

export const psuHandlers: ControlHandlers = {
  listPendingActions: (exchange) => {
    const { hash, user } = readQuery(exchange, 'listPendingActions')
    return { status: 200, body: { pending: openPsu(exchange).list({ hash, user }).map(toJson) } }
  },
  approvePendingAction: (exchange) => act(exchange, 'approve'),
  declinePendingAction: (exchange) => act(exchange, 'decline'),
  expirePendingAction: (exchange) => act(exchange, 'expire'),
}

const openPsu = ({ world, baseUrl }: ControlExchange): Psu => createPsu(world, () => baseUrl)

const act = (exchange: ControlExchange, action: PsuAction): HostResponse => {
  const { hash, user } = exchange.body === undefined ? {} : readBody(exchange, 'PendingFilter')
  try {
    return { status: 200, body: openPsu(exchange)[action]({ hash, user }) }
  } catch (error) {
    if (error instanceof PsuError) throw new ControlError(409, error.message)
    throw error
  }
}

const toJson = ({ procedures, expiresAt, ...rest }: PendingAction): Schemas['PendingAction'] =>
  ({
    ...rest,
    procedures: procedures?.map((procedure) => ({ ...procedure })),
    expiresAt: formatMoment(expiresAt),
  }) as Schemas['PendingAction']

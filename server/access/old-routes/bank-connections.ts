import { created, type Exchange, type Handlers, ok, userOf } from '../../http/exchange.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { Client } from '../authorization/client.ts'
import type { PsuMetadata } from '../bank-connections/authenticate-psu.ts'
import { type BankConnection, deleteBankConnection, isBusy } from '../bank-connections/bank-connection.ts'
import { importConnection } from '../bank-connections/import-connection.ts'
import { updateConnection } from '../bank-connections/update-connection.ts'
import { accessDenied, locked, notFound } from '../errors.ts'
import { idFrom, idsFrom } from './path-ids.ts'

export const bankConnectionHandlers: Handlers = {
  importBankConnection: (exchange) => {
    const { world, api, caller, body } = exchange
    if (caller === undefined) throw accessDenied()
    const connection = importConnection(world, {
      ...api.parse.importConnection(body),
      ...bankCallOf(exchange, caller.client),
    })
    return created(api.present.bankConnection(world, connection))
  },

  updateBankConnection: (exchange) => {
    const { world, api, caller, body } = exchange
    if (caller === undefined) throw accessDenied()
    const connection = updateConnection(world, {
      ...api.parse.updateConnection(body),
      ...bankCallOf(exchange, caller.client),
    })
    return ok(api.present.bankConnection(world, connection))
  },

  getAllBankConnections: (exchange) => {
    const ids = exchange.api.parse.ids(exchange.query)
    return listed(
      exchange,
      ownConnections(exchange).filter(({ id }) => ids?.includes(id) ?? true),
    )
  },

  getMultipleBankConnections: (exchange) => {
    const ids = idsFrom(exchange.pathValue)
    return listed(
      exchange,
      ownConnections(exchange).filter(({ id }) => ids.includes(id)),
    )
  },

  getBankConnection: (exchange) => ok(exchange.api.present.bankConnection(exchange.world, ownConnection(exchange))),

  deleteBankConnection: (exchange) => {
    const connection = ownConnection(exchange)
    if (isBusy(connection)) throw locked()
    deleteBankConnection(exchange.world, connection)
    return ok()
  },
}

/** What of a request every call to a bank needs, beside its body. */
const bankCallOf = (exchange: Exchange, client: Client) => ({
  origin: exchange.api.version,
  client,
  user: userOf(exchange),
  psu: psuMetadataOf(exchange.request.headers),
  bankPageUrl: `${exchange.baseUrl}/_mock/bank/login`,
  explain: (explanation: Explanation) => {
    exchange.explanation = explanation
  },
})

const psuMetadataOf = (headers: Headers): PsuMetadata => ({
  ipAddress: headers.get('psu-ip-address') ?? undefined,
  deviceOs: headers.get('psu-device-os') ?? undefined,
  userAgent: headers.get('psu-user-agent') ?? undefined,
})

const ownConnections = (exchange: Exchange): readonly BankConnection[] =>
  exchange.world.bankConnections.of(userOf(exchange).key)

const ownConnection = (exchange: Exchange): BankConnection => {
  const connection = exchange.world.bankConnections.get(idFrom(exchange.pathValue))
  if (connection?.userKey !== userOf(exchange).key) throw notFound()
  return connection
}

const listed = ({ world, api }: Exchange, connections: readonly BankConnection[]) =>
  ok({ connections: connections.map((connection) => api.present.bankConnection(world, connection)) })

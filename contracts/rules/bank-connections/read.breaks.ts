import type { Break } from '../../mutants/break.ts'
import {
  CONNECTION,
  CONNECTIONS,
  changeKey,
  changeObjects,
  changeResponse,
  changeResponseBody,
  changeStatus,
  changeValues,
  dropKeys,
  ignoreQuery,
  refuse,
} from '../../mutants/interferences.ts'
import { isRecord } from '../../mutants/json.ts'
import type { Interference } from '../../mutants/proxy.ts'

/** Adds the values of login credentials to a connection. */
const showPin: Interference = changeValues(CONNECTION, (key, value) =>
  key === 'loginCredentials' && Array.isArray(value)
    ? value.map((one: unknown) => ({ ...(isRecord(one) ? one : {}), value: 'demo' }))
    : value,
)

export const bankConnectionReadBreaks: readonly Break[] = [
  {
    wrong: 'a new user has connections',
    caughtBy: 'connections.none-yet',
    make: () => changeKey(CONNECTIONS, 'connections', () => [{ id: 1 }]),
  },
  {
    wrong: 'a connection is another one in the list',
    caughtBy: 'connections.read-one',
    make: () => dropKeys(CONNECTIONS, 'accountIds'),
  },
  {
    wrong: 'a connection has the fields of v1 in v2',
    caughtBy: 'shapes.getBankConnection',
    after: ['connections.read-one'],
    versions: ['v2'],
    make: () =>
      changeObjects(CONNECTION, 'bankingInterface', ({ bankingInterface, ...rest }) => ({
        ...rest,
        interface: bankingInterface,
      })),
  },
  {
    wrong: 'a connection has the fields of v2 in v1',
    caughtBy: 'shapes.getBankConnection',
    after: ['connections.read-one'],
    versions: ['v1'],
    make: () =>
      changeObjects(CONNECTION, 'interface', ({ interface: name, ...rest }) => ({ ...rest, bankingInterface: name })),
  },
  {
    wrong: 'a connection does not say when its consent ends, which the API document requires',
    caughtBy: 'shapes.getAllBankConnections',
    after: ['connections.read-one'],
    make: () => changeObjects(CONNECTIONS, 'aisConsent', (one) => ({ ...one, aisConsent: { status: 7 } })),
  },
  {
    wrong: 'connections are paged',
    caughtBy: 'connections.not-paged',
    make: () => changeResponseBody(CONNECTIONS, (body) => ({ ...body, paging: { page: 1, perPage: 20 } })),
  },
  {
    wrong: 'the filter of connections by ids is ignored',
    caughtBy: 'connections.filter-ids',
    make: () => ignoreQuery(CONNECTIONS, 'ids'),
  },
  {
    wrong: 'an unknown connection is a bad request',
    caughtBy: 'connections.unknown',
    make: () => changeStatus(CONNECTION, 404, 400),
  },
  {
    wrong: 'the PIN is readable',
    caughtBy: 'connections.hide-secrets',
    make: () => showPin,
  },
  {
    wrong: 'a connection calls its bank otherwise than the list of banks',
    caughtBy: 'connections.embed-the-bank',
    make: () => changeObjects(CONNECTION, 'blz', (bank) => ({ ...bank, name: 'Some bank' })),
  },
  {
    wrong: 'one unknown id spoils a list of connections',
    caughtBy: 'connections.several-by-path',
    versions: ['v1'],
    make: () =>
      changeResponse(CONNECTION, (response, request) => {
        if (request.url.pathname.includes(',')) refuse(response, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
]

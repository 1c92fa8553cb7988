import type { Break } from '../break.ts'
import {
  ACCOUNTS,
  CONNECTION,
  CONNECTIONS,
  changeAnswer,
  changeBodyOfAnswer,
  changeHolders,
  changeKey,
  changeStatus,
  changeValues,
  dropKeys,
  IMPORT,
  ignoreQuery,
  letPass,
  pretend,
  refuse,
  remember,
  TRANSACTIONS,
  together,
} from '../interferences.ts'
import { isRecord, parsed } from '../json.ts'
import type { Interference } from '../proxy.ts'

const REMOVE = 'DELETE /bankConnections/{id}' as const

const lifeCycleBreaks: readonly Break[] = [
  {
    wrong: 'updateStatus is stuck',
    caughtBy: 'life-cycle.update-status',
    make: () => changeKey(CONNECTION, 'updateStatus', () => 'IN_PROGRESS'),
  },
  {
    wrong: 'updateStatus has words of its own',
    caughtBy: 'life-cycle.update-status',
    make: () => changeKey(IMPORT, 'updateStatus', () => 'DOWNLOADING'),
  },
  {
    wrong: 'categorizationStatus is stuck',
    caughtBy: 'life-cycle.categorization-status',
    make: () => changeKey(CONNECTION, 'categorizationStatus', () => 'PENDING'),
  },
  {
    wrong: 'the categorisation is in progress before it is pending',
    caughtBy: 'life-cycle.categorization-status',
    make: () => {
      const looks = new Map<string, number>()
      return changeAnswer(CONNECTION, (answer, { headers }) => {
        if (!answer.body.includes('"updateStatus":"READY"')) return
        const look = looks.get(headers.authorization ?? '') ?? 0
        looks.set(headers.authorization ?? '', look + 1)
        const status = ['IN_PROGRESS', 'PENDING'][look]
        if (status) answer.body = answer.body.replace(/("categorizationStatus":)"\w+"/, `$1"${status}"`)
      })
    },
  },
  {
    wrong: 'updateStatus goes back',
    caughtBy: 'life-cycle.stays-ready',
    make: () => {
      let ready = 0
      return changeKey(CONNECTION, 'updateStatus', (value) => {
        if (value === 'READY') ready += 1
        return ready > 2 && ready % 2 === 1 ? 'IN_PROGRESS' : value
      })
    },
  },
  {
    wrong: 'the accounts are not in the answer to the import',
    caughtBy: 'life-cycle.accounts-at-once',
    make: () => changeKey(IMPORT, 'accountIds', () => []),
  },
  {
    wrong: 'the status of accounts is stuck',
    caughtBy: 'life-cycle.account-status',
    make: () => changeKey(ACCOUNTS, 'status', () => 'DOWNLOAD_IN_PROGRESS'),
  },
  {
    wrong: 'the result of a good import is an error',
    caughtBy: 'life-cycle.update-result',
    make: () => changeKey(CONNECTION, 'result', () => 'BANK_SERVER_REJECTION'),
  },
  {
    wrong: 'the result of an import is not kept',
    caughtBy: 'life-cycle.update-result',
    make: () => changeKey(CONNECTION, 'lastManualUpdate', () => null),
  },
  {
    wrong: 'the time of an import is in UTC in v1',
    caughtBy: 'life-cycle.update-result',
    versions: ['v1'],
    make: () => changeKey(CONNECTION, 'timestamp', () => new Date().toISOString().replace('T', ' ').replace('Z', '')),
  },
  {
    wrong: 'the time of an import has no offset in v2',
    caughtBy: 'life-cycle.update-result',
    versions: ['v2'],
    make: () => changeKey(CONNECTION, 'timestamp', (value) => String(value).slice(0, -'+01:00'.length)),
  },
  {
    wrong: 'a ready connection has no balances',
    caughtBy: 'life-cycle.transactions-arrive',
    make: () => changeKey(ACCOUNTS, 'balance', () => null),
  },
  {
    wrong: 'a busy connection is deleted',
    caughtBy: 'life-cycle.locked-connection',
    make: () => letPass(REMOVE, 423, 200),
  },
  {
    wrong: 'a busy user is deleted',
    caughtBy: 'life-cycle.locked-user',
    make: () => changeStatus('DELETE /users', 423, 200),
  },
  {
    wrong: 'a busy user is a conflict',
    caughtBy: 'life-cycle.locked-user',
    make: () => changeStatus('DELETE /users', 423, 409),
  },
]

/** Repeats the accounts that a user had after they are gone. */
const staleAccounts = remember(ACCOUNTS, ({ body }) => body.includes('"accounts":[]'))

const deletionBreaks: readonly Break[] = [
  {
    wrong: 'a deleted connection is still readable',
    caughtBy: 'connections.deletion',
    make: () => pretend(REMOVE),
  },
  {
    wrong: 'a deleted connection is still in the list',
    caughtBy: 'connections.deletion',
    make: () => {
      const kept = new Map<string, unknown>()
      return together(
        changeAnswer(CONNECTION, ({ status, body }, { headers }) => {
          if (status === 200) kept.set(headers.authorization ?? '', parsed(body))
        }),
        changeAnswer(CONNECTIONS, (answer, { headers }) => {
          answer.body = JSON.stringify({ connections: [kept.get(headers.authorization ?? '')] })
        }),
      )
    },
  },
  {
    wrong: 'a connection can be deleted twice',
    caughtBy: 'connections.deletion',
    make: () => changeStatus(REMOVE, 404, 200),
  },
  {
    wrong: 'the accounts of a deleted connection stay',
    caughtBy: 'connections.deletion-takes-data-along',
    make: staleAccounts,
  },
  {
    wrong: 'the accounts of a deleted connection are still readable one by one',
    caughtBy: 'connections.deletion-takes-data-along',
    make: () => letPass('GET /accounts/{id}', 404, 200),
  },
  {
    wrong: 'a deleted connection blocks its next import',
    caughtBy: 'connections.import-after-deletion',
    make: () => {
      const importers = new Set<string>()
      return changeAnswer(IMPORT, (answer, request) => {
        const user = request.headers.authorization ?? ''
        if (importers.has(user)) refuse(answer, request, 422, 'ENTITY_EXISTS')
        importers.add(user)
      })
    },
  },
  {
    wrong: 'the id of a deleted connection is given again',
    caughtBy: 'connections.import-after-deletion',
    make: () => {
      const first = new Map<string, unknown>()
      return changeAnswer(IMPORT, (answer, { headers }) => {
        const body = parsed(answer.body)
        if (answer.status !== 201 || !isRecord(body)) return
        const user = headers.authorization ?? ''
        answer.body = JSON.stringify({ ...body, id: first.get(user) ?? body.id })
        first.set(user, body.id)
      })
    },
  },
]

/** Shows what was typed in, under its label. */
const showPin: Interference = changeValues(CONNECTION, (key, value) =>
  key === 'loginCredentials' && Array.isArray(value)
    ? value.map((one: unknown) => ({ ...(isRecord(one) ? one : {}), value: 'demo' }))
    : value,
)

const readingBreaks: readonly Break[] = [
  {
    wrong: 'the PIN is readable',
    caughtBy: 'connections.hide-secrets',
    make: () => showPin,
  },
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
    wrong: 'connections are paged',
    caughtBy: 'connections.not-paged',
    make: () => changeBodyOfAnswer(CONNECTIONS, (body) => ({ ...body, paging: { page: 1, perPage: 20 } })),
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
    wrong: 'a connection calls its bank otherwise than the list of banks',
    caughtBy: 'connections.embed-the-bank',
    make: () => changeHolders(CONNECTION, 'blz', (bank) => ({ ...bank, name: 'Some bank' })),
  },
  {
    wrong: 'one unknown id spoils a list of connections',
    caughtBy: 'connections.several-by-path',
    versions: ['v1'],
    make: () =>
      changeAnswer(CONNECTION, (answer, request) => {
        if (request.url.pathname.includes(',')) refuse(answer, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
  {
    wrong: 'a connection has the fields of v1 in v2',
    caughtBy: 'shapes.getBankConnection',
    after: ['connections.read-one'],
    versions: ['v2'],
    make: () =>
      changeHolders(CONNECTION, 'bankingInterface', ({ bankingInterface, ...rest }) => ({
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
      changeHolders(CONNECTION, 'interface', ({ interface: name, ...rest }) => ({ ...rest, bankingInterface: name })),
  },
  {
    wrong: 'a connection does not say when its consent ends, where the API document promises it',
    caughtBy: 'shapes.getAllBankConnections',
    after: ['connections.read-one'],
    make: () => changeHolders(CONNECTIONS, 'aisConsent', (one) => ({ ...one, aisConsent: { status: 7 } })),
  },
  {
    wrong: 'transactions stay when their connection is deleted',
    caughtBy: 'connections.deletion-takes-data-along',
    make: () => changeKey(TRANSACTIONS, 'totalCount', (count) => (count === 0 ? 12 : count)),
  },
]

export const connectionBreaks: readonly Break[] = [...lifeCycleBreaks, ...deletionBreaks, ...readingBreaks]

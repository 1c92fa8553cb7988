import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  CONNECTION,
  CONNECTIONS,
  changeKey,
  changeResponse,
  changeStatus,
  combine,
  DELETE_CONNECTION,
  IMPORT,
  letPass,
  pretend,
  refuse,
  remember,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'
import { isRecord, parsed } from '../../mutants/json.ts'

/** Lists the accounts of a user after they were deleted. */
const staleAccounts = remember(ACCOUNTS, ({ body }) => body.includes('"accounts":[]'))

export const bankConnectionDeletionBreaks: readonly Break[] = [
  {
    wrong: 'a deleted connection is still readable',
    caughtBy: 'connections.deletion',
    make: () => pretend(DELETE_CONNECTION),
  },
  {
    wrong: 'a deleted connection is still in the list',
    caughtBy: 'connections.deletion',
    make: () => {
      const kept = new Map<string, unknown>()
      return combine(
        changeResponse(CONNECTION, ({ status, body }, { headers }) => {
          if (status === 200) kept.set(headers.authorization ?? '', parsed(body))
        }),
        changeResponse(CONNECTIONS, (response, { headers }) => {
          response.body = JSON.stringify({ connections: [kept.get(headers.authorization ?? '')] })
        }),
      )
    },
  },
  {
    wrong: 'a connection can be deleted twice',
    caughtBy: 'connections.deletion',
    make: () => changeStatus(DELETE_CONNECTION, 404, 200),
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
    wrong: 'transactions stay when their connection is deleted',
    caughtBy: 'connections.deletion-takes-data-along',
    make: () => changeKey(TRANSACTIONS, 'totalCount', (count) => (count === 0 ? 12 : count)),
  },
  {
    wrong: 'a deleted connection blocks its next import',
    caughtBy: 'connections.import-after-deletion',
    make: () => {
      const importers = new Set<string>()
      return changeResponse(IMPORT, (response, request) => {
        const user = request.headers.authorization ?? ''
        if (importers.has(user)) refuse(response, request, 422, 'ENTITY_EXISTS')
        importers.add(user)
      })
    },
  },
  {
    wrong: 'the id of a deleted connection is given again',
    caughtBy: 'connections.import-after-deletion',
    make: () => {
      const first = new Map<string, unknown>()
      return changeResponse(IMPORT, (response, { headers }) => {
        const body = parsed(response.body)
        if (response.status !== 201 || !isRecord(body)) return
        const user = headers.authorization ?? ''
        response.body = JSON.stringify({ ...body, id: first.get(user) ?? body.id })
        first.set(user, body.id)
      })
    },
  },
]

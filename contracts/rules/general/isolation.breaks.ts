import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  borrowToken,
  CONNECTIONS,
  changeKey,
  changeRequest,
  changeResponse,
  combine,
  DELETE_ACCOUNT,
  EDIT_ACCOUNT,
  EDIT_TRANSACTION,
  EDIT_TRANSACTIONS,
  IMPORT,
  letPass,
  type Route,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'
import { isRecord, parsed } from '../../mutants/json.ts'
import type { Interference } from '../../mutants/proxy.ts'

/** Lists the data of the user who imported last to everybody. */
const listForLastImporter = (list: Route) => (): Interference => {
  let owner: string | undefined
  return combine(
    changeRequest(IMPORT, ({ headers }) => {
      owner = headers.authorization
    }),
    changeRequest(list, ({ headers }) => {
      if (owner) headers.authorization = owner
    }),
  )
}

export const isolationBreaks: readonly Break[] = [
  {
    wrong: "another user's connection is readable",
    caughtBy: 'isolation.foreign-connection',
    make: borrowToken('GET /bankConnections/{id}', 404),
  },
  {
    wrong: "another user's connection is deleted",
    caughtBy: 'isolation.foreign-connection',
    make: borrowToken('DELETE /bankConnections/{id}', 404),
  },
  {
    wrong: "another user's account is readable",
    caughtBy: 'isolation.foreign-account',
    make: borrowToken('GET /accounts/{id}', 404),
  },
  {
    wrong: "another user's account is forbidden in place of unknown",
    caughtBy: 'isolation.foreign-account',
    make: () =>
      changeResponse('GET /accounts/{id}', (response) => {
        if (response.status === 404) response.status = 403
      }),
  },
  {
    wrong: "another user's transaction is readable",
    caughtBy: 'isolation.foreign-transaction',
    make: borrowToken('GET /transactions/{id}', 404),
  },
  {
    wrong: "another user's account is edited",
    caughtBy: 'isolation.foreign-account',
    make: borrowToken(EDIT_ACCOUNT, 404),
  },
  {
    wrong: "another user's account is deleted",
    caughtBy: 'isolation.foreign-account',
    make: borrowToken(DELETE_ACCOUNT, 404),
  },
  {
    wrong: "another user's transaction is edited",
    caughtBy: 'isolation.foreign-transaction',
    make: borrowToken(EDIT_TRANSACTION, 404),
  },
  {
    wrong: "another user's transaction is edited with several",
    caughtBy: 'isolation.foreign-transaction',
    make: () =>
      changeResponse(EDIT_TRANSACTIONS, (response, { body }) => {
        const asked = parsed(body)
        if (isRecord(asked)) response.body = JSON.stringify({ identifiers: asked.ids })
      }),
  },
  {
    wrong: "another user's transactions are listed",
    caughtBy: 'isolation.lists',
    make: listForLastImporter(TRANSACTIONS),
  },
  {
    wrong: "another user's connections are listed",
    caughtBy: 'isolation.lists',
    make: listForLastImporter(CONNECTIONS),
  },
  {
    wrong: 'two users share the accounts of a bank',
    caughtBy: 'isolation.same-bank',
    make: () => {
      let first: unknown
      return changeResponse('GET /bankConnections/{id}', (response) => {
        const body = parsed(response.body)
        if (response.status !== 200 || !isRecord(body)) return
        first ??= body.accountIds
        response.body = JSON.stringify({ ...body, accountIds: first })
      })
    },
  },
  {
    wrong: 'a client token reads user data',
    caughtBy: 'isolation.client-token',
    make: () => combine(letPass(CONNECTIONS, 403, 200), letPass(ACCOUNTS, 403, 200)),
  },
  {
    wrong: 'a client token is called invalid on user data',
    caughtBy: 'isolation.client-token',
    make: () => changeKey(CONNECTIONS, 'code', () => 'INVALID_TOKEN'),
  },
]

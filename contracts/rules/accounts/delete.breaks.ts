import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  CONNECTION,
  changeKey,
  changeRequest,
  changeResponse,
  changeStatus,
  combine,
  DELETE_ACCOUNT,
  isRoute,
  letPass,
  pretend,
  type Route,
  refuse,
  remember,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'
import type { Interference, ProxiedRequest } from '../../mutants/proxy.ts'

const readToken = ({ headers }: ProxiedRequest): string => headers.authorization ?? ''

/** Repeats responses of a user from before the first deletion of an account. */
const staleAfterDeletion = (route: Route) => (): Interference => {
  const deleters = new Set<string>()
  return combine(
    remember(route, (_, request) => deleters.has(readToken(request)))(),
    changeRequest(DELETE_ACCOUNT, (request) => deleters.add(readToken(request))),
  )
}

/** Refuses to find the connection after the first deletion of an account. */
const loseConnection = (): Interference => {
  const deleters = new Set<string>()
  return combine(
    changeRequest(DELETE_ACCOUNT, (request) => deleters.add(readToken(request))),
    changeResponse(CONNECTION, (response, request) => {
      if (deleters.has(readToken(request))) refuse(response, request, 404, 'UNKNOWN_ENTITY')
    }),
  )
}

/** Counts one transaction too few after the first deletion of an account. */
const loseOneMore = (): Interference => {
  const deleters = new Set<string>()
  return combine(
    changeRequest(DELETE_ACCOUNT, (request) => deleters.add(readToken(request))),
    changeResponse(TRANSACTIONS, (response, request) => {
      if (!deleters.has(readToken(request))) return
      response.body = response.body.replace(/"totalCount":(\d+)/, (_, count) => `"totalCount":${Number(count) - 1}`)
    }),
  )
}

export const accountDeletionBreaks: readonly Break[] = [
  {
    wrong: 'a deleted account is still there',
    caughtBy: 'accounts.deletion',
    make: () => pretend(DELETE_ACCOUNT),
  },
  {
    wrong: 'a deleted account is still in the list',
    caughtBy: 'accounts.deletion',
    make: () => {
      const stale = staleAfterDeletion(ACCOUNTS)()
      // The rule lists accounts only after the deletion, so the first list is fetched just before it.
      return async (request, forward) => {
        if (isRoute(DELETE_ACCOUNT)(request)) {
          const url = new URL(request.url.pathname.replace(/\/\d+$/, ''), request.url)
          await stale({ ...request, method: 'GET', url, body: '' }, forward)
        }
        return stale(request, forward)
      }
    },
  },
  {
    wrong: 'an account can be deleted twice',
    caughtBy: 'accounts.deletion',
    make: () => changeStatus(DELETE_ACCOUNT, 404, 200),
  },
  {
    wrong: 'the response to a deletion has a body, which the API document excludes',
    caughtBy: 'shapes.deleteAccount',
    after: ['accounts.deletion'],
    make: () =>
      changeResponse(DELETE_ACCOUNT, (response) => {
        if (response.status !== 200) return
        response.headers['content-type'] = 'application/json'
        response.body = '{"deleted":true}'
      }),
  },
  {
    wrong: 'transactions stay when their account is deleted',
    caughtBy: 'accounts.deletion-takes-transactions-along',
    make: () => {
      const totals = new Map<string, unknown>()
      return (request, forward) => {
        const key = `${readToken(request)} ${request.url.searchParams.get('accountIds')}`
        const keep = (count: unknown): unknown => {
          if (!totals.has(key)) totals.set(key, count)
          return totals.get(key)
        }
        return changeKey(TRANSACTIONS, 'totalCount', keep)(request, forward)
      }
    },
  },
  {
    wrong: 'a transaction of another account is deleted along',
    caughtBy: 'accounts.deletion-takes-transactions-along',
    make: loseOneMore,
  },
  {
    wrong: 'a connection lists deleted accounts',
    caughtBy: 'accounts.deletion-keeps-connection',
    make: staleAfterDeletion(CONNECTION),
  },
  {
    wrong: 'any account takes its connection along',
    caughtBy: 'accounts.deletion-keeps-connection',
    make: loseConnection,
  },
  {
    wrong: 'a connection stays without accounts',
    caughtBy: 'accounts.deletion-of-the-last',
    make: remember(CONNECTION, ({ status }) => status === 404),
  },
  {
    wrong: 'a connection without accounts stays in the list',
    caughtBy: 'accounts.deletion-of-the-last',
    make: () => changeKey('GET /bankConnections', 'connections', () => [{ id: 1, accountIds: [] }]),
  },
  {
    wrong: 'a deletion of an unknown account is unprocessable',
    caughtBy: 'accounts.deletion-unknown',
    make: () => changeStatus(DELETE_ACCOUNT, 404, 422),
  },
  {
    wrong: 'an account is deleted during its import',
    caughtBy: 'accounts.deletion-locked',
    make: () => letPass(DELETE_ACCOUNT, 423, 200),
  },
]

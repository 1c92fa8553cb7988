import type { ApiVersion } from '../../contracts/api.ts'
import type { Interference } from './breaking-proxy.ts'
import {
  ANYTHING,
  borrowToken,
  changeAnswer,
  changeBody,
  changeKey,
  changeReply,
  changeRequest,
  changeValues,
  IMPORT,
  ignoreQuery,
  letPass,
  pretend,
  together,
} from './interferences.ts'

/** One thing a server could do wrong, and the rule that is there to notice it. */
export interface Break {
  readonly wrong: string
  readonly caughtBy: string
  /** Rules that have to run before, because the one that catches it judges what they saw. */
  readonly after?: readonly string[]
  readonly versions?: readonly ApiVersion[]
  /** Made anew for each run: some remember what came by. */
  readonly make: () => Interference
}

const TOKEN = 'POST /oauth/token' as const
const TRANSACTIONS = 'GET /transactions' as const
const CONNECTION = 'GET /bankConnections/{id}' as const

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What went through the multi-step authentication, by hash. */
const rememberHashes = (seen: Map<string, string>): Interference =>
  changeAnswer(IMPORT, (answer, { headers }) => {
    const hash = /"hash":"([^"]+)"/.exec(answer.body)?.[1]
    if (hash) seen.set(hash, headers.authorization ?? '')
  })

const flowBreaks: readonly Break[] = [
  {
    wrong: 'the hash is not checked',
    caughtBy: 'import.unknown-hash',
    make: () => {
      const seen = new Map<string, string>()
      return together(
        changeReply((reply) => {
          reply.hash = seen.has(String(reply.hash)) ? reply.hash : [...seen.keys()].at(-1)
        }),
        rememberHashes(seen),
      )
    },
  },
  {
    wrong: "another user's hash is accepted",
    caughtBy: 'import.foreign-hash',
    make: () => {
      const seen = new Map<string, string>()
      return together(
        changeReply((reply, request) => {
          request.headers.authorization = seen.get(String(reply.hash)) ?? request.headers.authorization ?? ''
        }),
        rememberHashes(seen),
      )
    },
  },
  {
    wrong: 'only the latest hash of a flow is accepted',
    caughtBy: 'decoupled.first-hash',
    make: () => {
      const seen = new Map<string, string>()
      const refuse = changeReply((reply, { headers }) => {
        const mine = [...seen].filter(([, authorization]) => authorization === headers.authorization)
        if (reply.hash !== mine.at(-1)?.[0]) reply.hash = 'f'.repeat(32)
      })
      return together(refuse, rememberHashes(seen))
    },
  },
  {
    wrong: 'the TAN is not compared',
    caughtBy: 'import.wrong-tan',
    make: () =>
      changeReply((reply) => {
        if ('challengeResponse' in reply) reply.challengeResponse = '123456'
      }),
  },
  {
    wrong: 'the PIN is not compared',
    caughtBy: 'import.wrong-login',
    make: () =>
      changeBody(IMPORT, (body) => {
        if (!Array.isArray(body.loginCredentials)) return
        body.loginCredentials = body.loginCredentials.map((one: unknown) => ({
          ...(isRecord(one) ? one : {}),
          value: 'demo',
        }))
      }),
  },
  {
    wrong: 'the state is not returned by the bank',
    caughtBy: 'redirect.returns-state',
    make: () =>
      changeAnswer(ANYTHING, ({ headers }) => {
        if (headers.location) headers.location = headers.location.replace(/state=[^&]*&?/, '')
      }),
  },
  {
    wrong: "the return URL's own query is lost",
    caughtBy: 'redirect.keeps-the-return-query',
    make: () =>
      changeAnswer(ANYTHING, ({ headers }) => {
        if (headers.location) headers.location = headers.location.replace(/session=[^&]*&?/, '')
      }),
  },
  {
    wrong: 'a cancelled visit imports all the same',
    caughtBy: 'redirect.cancelled',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'a connection is imported twice',
    caughtBy: 'import.same-again',
    make: () => letPass(IMPORT, 422, 201),
  },
  {
    wrong: 'a finished import answers 200',
    caughtBy: 'embedded.right-tan',
    make: () =>
      changeAnswer(IMPORT, (answer) => {
        if (answer.status === 201) answer.status = 200
      }),
  },
  {
    wrong: 'keys without a value are left out of a v1 challenge',
    caughtBy: 'challenge.all-keys-tan',
    versions: ['v1'],
    make: () => changeValues(IMPORT, (_, value) => (value === null ? undefined : value)),
  },
  {
    wrong: 'a v2 challenge has null keys',
    caughtBy: 'challenge.no-nulls-tan',
    versions: ['v2'],
    make: () =>
      changeValues(IMPORT, (key, value) =>
        key === 'multiStepAuthentication' && isRecord(value) ? { ...value, redirectUrl: null } : value,
      ),
  },
  {
    wrong: 'a missing interface is made up',
    caughtBy: 'import.without-interface',
    versions: ['v2'],
    make: () =>
      changeBody(IMPORT, (body) => {
        body.bankingInterface ??= 'XS2A'
      }),
  },
]

const lifeCycleBreaks: readonly Break[] = [
  {
    wrong: 'updateStatus is stuck',
    caughtBy: 'life-cycle.update-status',
    make: () => changeKey(CONNECTION, 'updateStatus', () => 'IN_PROGRESS'),
  },
  {
    wrong: 'categorizationStatus is stuck',
    caughtBy: 'life-cycle.categorization-status',
    make: () => changeKey(CONNECTION, 'categorizationStatus', () => 'PENDING'),
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
    make: () => changeKey('GET /accounts', 'status', () => 'DOWNLOAD_IN_PROGRESS'),
  },
  {
    wrong: 'a busy connection is deleted',
    caughtBy: 'life-cycle.locked-connection',
    make: () => letPass('DELETE /bankConnections/{id}', 423, 200),
  },
  {
    wrong: 'a deleted connection is still readable',
    caughtBy: 'connections.deletion',
    make: () => pretend('DELETE /bankConnections/{id}'),
  },
  {
    wrong: 'a deleted user is still there',
    caughtBy: 'users.deletion',
    make: () => pretend('DELETE /users'),
  },
  {
    wrong: 'the PIN is readable',
    caughtBy: 'connections.hide-secrets',
    make: () =>
      changeValues(CONNECTION, (key, value) =>
        key === 'loginCredentials' && Array.isArray(value)
          ? value.map((one: unknown) => ({ ...(isRecord(one) ? one : {}), value: 'demo' }))
          : value,
      ),
  },
]

const dataBreaks: readonly Break[] = [
  {
    wrong: 'the balance is text',
    caughtBy: 'accounts.money-is-a-number',
    make: () => changeKey('GET /accounts', 'balance', String),
  },
  {
    wrong: 'the balance is text, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllAccounts',
    after: ['accounts.belong-to-connection'],
    make: () => changeKey('GET /accounts', 'balance', String),
  },
  {
    wrong: 'the amount is text',
    caughtBy: 'transactions.money-is-a-number',
    make: () => changeKey(TRANSACTIONS, 'amount', String),
  },
  {
    wrong: 'pages are off by one',
    caughtBy: 'transactions.pages-follow-on',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        const page = Number(url.searchParams.get('page') ?? 1)
        if (page > 1) url.searchParams.set('page', String(page + 1))
      }),
  },
  {
    wrong: 'pages are counted from 0',
    caughtBy: 'banks.pages-follow-on',
    make: () =>
      changeRequest('GET /banks', ({ url }) => {
        if (url.searchParams.has('page')) url.searchParams.set('page', String(Number(url.searchParams.get('page')) + 1))
      }),
  },
  {
    wrong: 'pageCount is rounded down',
    caughtBy: 'transactions.paging-arithmetic',
    make: () => changeKey(TRANSACTIONS, 'pageCount', (value) => Number(value) - 1),
  },
  {
    wrong: 'totals do not add up',
    caughtBy: 'transactions.totals-add-up',
    make: () => changeKey(TRANSACTIONS, 'balance', (value) => Number(value) + 0.01),
  },
  {
    wrong: 'totals are those of one page',
    caughtBy: 'transactions.totals-cover-all-pages',
    make: () =>
      changeValues(TRANSACTIONS, (key, value) => {
        if (key !== '' || !isRecord(value) || !Array.isArray(value.transactions)) return value
        const amounts = value.transactions.map((one: unknown) => (isRecord(one) ? Number(one.amount) : 0))
        const sum = (kept: number[]): number => Math.round(kept.reduce((total, one) => total + one, 0) * 100) / 100
        const income = sum(amounts.filter((one) => one >= 0))
        const spending = sum(amounts.filter((one) => one < 0))
        return { ...value, income, spending, balance: sum([income, spending]) }
      }),
  },
  {
    wrong: 'the order of transactions is ignored',
    caughtBy: 'transactions.order-by-amount',
    make: () => ignoreQuery(TRANSACTIONS, 'order'),
  },
  {
    wrong: 'the order of banks is ignored',
    caughtBy: 'banks.order-descending',
    make: () => ignoreQuery('GET /banks', 'order'),
  },
  {
    wrong: 'the filter by account is ignored',
    caughtBy: 'transactions.filter-account',
    make: () => ignoreQuery(TRANSACTIONS, 'accountIds'),
  },
  {
    wrong: 'the filter by direction is ignored',
    caughtBy: 'transactions.filter-direction',
    make: () => ignoreQuery(TRANSACTIONS, 'direction'),
  },
  {
    wrong: 'an upper bound is exclusive',
    caughtBy: 'transactions.filter-amount',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        const bound = url.searchParams.get('maxAmount')
        if (bound !== null) url.searchParams.set('maxAmount', (Number(bound) - 0.01).toFixed(2))
      }),
  },
  {
    wrong: 'the search is ignored',
    caughtBy: 'transactions.search',
    make: () => ignoreQuery(TRANSACTIONS, 'search'),
  },
  {
    wrong: 'the filter by connection is ignored',
    caughtBy: 'accounts.filter-connection',
    make: () => ignoreQuery('GET /accounts', 'bankConnectionIds'),
  },
  {
    wrong: 'the view is optional',
    caughtBy: 'transactions.view-is-required',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        if (!url.searchParams.has('view')) url.searchParams.set('view', 'bankView')
      }),
  },
  {
    wrong: 'the size of a page has no limit',
    caughtBy: 'transactions.page-out-of-range',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        if (Number(url.searchParams.get('perPage')) > 500) url.searchParams.set('perPage', '500')
      }),
  },
  {
    wrong: 'null is sent in v2',
    caughtBy: 'transactions.unset-fields-are-absent',
    versions: ['v2'],
    make: () =>
      changeValues(TRANSACTIONS, (_, value) =>
        isRecord(value) && 'finapiBookingDate' in value ? { ...value, primanota: null } : value,
      ),
  },
  {
    wrong: 'a point in time has no offset in v2',
    caughtBy: 'transactions.dates',
    versions: ['v2'],
    make: () => changeKey(TRANSACTIONS, 'importDate', (value) => String(value).slice(0, -'+01:00'.length)),
  },
]

const accessBreaks: readonly Break[] = [
  {
    wrong: 'a wrong client secret is accepted',
    caughtBy: 'oauth.wrong-client-secret',
    make: () =>
      changeRequest(TOKEN, (request) => {
        request.body = request.body.replace(/client_secret=[^&]*/, 'client_secret=mock-secret')
      }),
  },
  {
    wrong: 'every request for a token gets another one',
    caughtBy: 'oauth.same-client-token',
    make: () => {
      const real = new Map<string, string>()
      let count = 0
      return together(
        changeKey(TOKEN, 'access_token', (value) => {
          count += 1
          real.set(`another-${count}`, String(value))
          return `another-${count}`
        }),
        changeRequest(ANYTHING, ({ headers }) => {
          const token = real.get(headers.authorization?.slice('Bearer '.length) ?? '')
          if (token) headers.authorization = `Bearer ${token}`
        }),
      )
    },
  },
  {
    wrong: 'a revoked token is still valid',
    caughtBy: 'oauth.revoked-access-token',
    make: () => pretend('POST /oauth/revoke'),
  },
  {
    wrong: 'an invalid token is answered in the shape of other errors',
    caughtBy: 'oauth.unknown-access-token',
    make: () =>
      changeAnswer(ANYTHING, (answer) => {
        if (answer.status === 401)
          answer.body = JSON.stringify({ errors: [{ message: null, code: 'FORBIDDEN', type: 'TECHNICAL' }] })
      }),
  },
  {
    wrong: 'the password is readable',
    caughtBy: 'users.password-is-masked',
    make: () => changeKey('GET /users', 'password', () => 'in-clear-text'),
  },
  {
    wrong: 'an id is given twice',
    caughtBy: 'users.duplicate',
    make: () => letPass('POST /users', 422, 201, { id: 'twice', password: 'secret' }),
  },
  {
    wrong: "another user's account is readable",
    caughtBy: 'isolation.foreign-account',
    make: borrowToken('GET /accounts/{id}', 404),
  },
  {
    wrong: "another user's transactions are listed",
    caughtBy: 'isolation.lists',
    make: () => {
      let owner: string | undefined
      return together(
        changeRequest(IMPORT, ({ headers }) => {
          owner = headers.authorization
        }),
        changeRequest(TRANSACTIONS, ({ headers }) => {
          if (owner) headers.authorization = owner
        }),
      )
    },
  },
  {
    wrong: 'a client token reads user data',
    caughtBy: 'isolation.client-token',
    make: () =>
      together(
        ...['GET /bankConnections', 'GET /accounts'].map((route) => letPass(route as 'GET /accounts', 403, 200)),
      ),
  },
]

const formBreaks: readonly Break[] = [
  {
    wrong: 'the request id is not echoed',
    caughtBy: 'headers.request-id-is-echoed',
    make: () =>
      changeAnswer(ANYTHING, ({ headers }) => {
        headers['x-request-id'] = 'always-the-same'
      }),
  },
  {
    wrong: 'the method override is ignored',
    caughtBy: 'headers.method-override',
    make: () =>
      changeRequest(ANYTHING, ({ headers }) => {
        delete headers['x-http-method-override']
      }),
  },
  {
    wrong: 'the date of an error is in UTC',
    caughtBy: 'errors.date',
    versions: ['v1'],
    make: () => changeKey(ANYTHING, 'date', () => new Date().toISOString().replace('T', ' ').replace('Z', '')),
  },
  {
    wrong: 'an error does not name the bank',
    caughtBy: 'errors.name-the-bank',
    make: () => changeKey(IMPORT, 'bank', () => undefined),
  },
  {
    wrong: 'an error names another endpoint',
    caughtBy: 'errors.endpoint',
    make: () => changeKey(ANYTHING, 'endpoint', () => 'GET /'),
  },
  {
    wrong: 'a field of a bank changes its type',
    caughtBy: 'shapes.getAndSearchAllBanks',
    after: ['banks.default-page'],
    make: () => changeKey('GET /banks', 'popularity', String),
  },
  {
    wrong: 'an error has a status of its own',
    caughtBy: 'errors.unmapped-path',
    make: () => letPass(ANYTHING, 404, 410),
  },
]

/** Everything that the suite has to notice. */
export const breaks: readonly Break[] = [
  ...flowBreaks,
  ...lifeCycleBreaks,
  ...dataBreaks,
  ...accessBreaks,
  ...formBreaks,
]

import type { Break } from '../break.ts'
import {
  ACCOUNTS,
  changeAnswer,
  changeBodyOfAnswer,
  changeHolders,
  changeKey,
  changeQuery,
  changeStatus,
  dropKeys,
  ignoreQuery,
  refuse,
} from '../interferences.ts'

const ACCOUNT = 'GET /accounts/{id}' as const

const otherDigits = (iban: unknown): unknown =>
  typeof iban === 'string' ? `${iban.slice(0, 2)}${(Number(iban.slice(2, 4)) + 1) % 100}${iban.slice(4)}` : iban

export const accountBreaks: readonly Break[] = [
  {
    wrong: 'a new user has accounts',
    caughtBy: 'accounts.none-yet',
    make: () => changeKey(ACCOUNTS, 'accounts', () => [{ id: 1 }]),
  },
  {
    wrong: 'the balance is text',
    caughtBy: 'accounts.money-is-a-number',
    make: () => changeKey(ACCOUNTS, 'balance', String),
  },
  {
    wrong: 'the balance has fractions of a cent',
    caughtBy: 'accounts.money-is-a-number',
    make: () => changeKey(ACCOUNTS, 'balance', (value) => Number(value) + 0.004),
  },
  {
    wrong: 'the balance is text, seen by the API document',
    caughtBy: 'shapes.getAndSearchAllAccounts',
    after: ['accounts.belong-to-connection'],
    make: () => changeKey(ACCOUNTS, 'balance', String),
  },
  {
    wrong: 'an account is called by text, seen by the API document',
    caughtBy: 'shapes.getAccount',
    after: ['accounts.read-one'],
    make: () => changeKey(ACCOUNT, 'bankConnectionId', String),
  },
  {
    wrong: 'accounts name another connection',
    caughtBy: 'accounts.belong-to-connection',
    make: () => changeKey(ACCOUNTS, 'bankConnectionId', (id) => Number(id) + 1_000),
  },
  {
    wrong: 'an account lacks its name when read alone',
    caughtBy: 'accounts.read-one',
    make: () => dropKeys(ACCOUNT, 'accountName'),
  },
  {
    wrong: 'an unknown account is unprocessable',
    caughtBy: 'accounts.unknown',
    make: () => changeStatus(ACCOUNT, 404, 422),
  },
  {
    wrong: 'accounts are paged',
    caughtBy: 'accounts.not-paged',
    make: () =>
      changeBodyOfAnswer(ACCOUNTS, (body) => ({
        ...body,
        paging: { page: 1, perPage: 20, pageCount: 1, totalCount: 4 },
      })),
  },
  {
    wrong: 'the check digits of IBANs are wrong',
    caughtBy: 'accounts.ibans',
    make: () => changeKey(ACCOUNTS, 'iban', otherDigits),
  },
  {
    wrong: 'accounts do not say through which interface they came',
    caughtBy: 'accounts.interfaces',
    make: () => changeKey(ACCOUNTS, 'interfaces', () => []),
  },
  {
    wrong: 'the interface of an account has its name of v1 in v2',
    caughtBy: 'shapes.getAndSearchAllAccounts',
    after: ['accounts.belong-to-connection'],
    versions: ['v2'],
    make: () =>
      changeHolders(ACCOUNTS, 'bankingInterface', ({ bankingInterface, ...rest }) => ({
        ...rest,
        interface: bankingInterface,
      })),
  },
  {
    wrong: 'the filter of accounts by ids is ignored',
    caughtBy: 'accounts.filter-ids',
    make: () => ignoreQuery(ACCOUNTS, 'ids'),
  },
  {
    wrong: 'the filter by connection is ignored',
    caughtBy: 'accounts.filter-connection',
    make: () => ignoreQuery(ACCOUNTS, 'bankConnectionIds'),
  },
  {
    wrong: 'the filter by account type is ignored',
    caughtBy: 'accounts.filter-type',
    make: () => ignoreQuery(ACCOUNTS, 'accountTypes'),
  },
  {
    wrong: 'the lower bound of the balance is exclusive',
    caughtBy: 'accounts.filter-balance',
    make: () => changeQuery(ACCOUNTS, 'minBalance', (bound) => (Number(bound) + 0.01).toFixed(2)),
  },
  {
    wrong: 'the search for accounts is ignored',
    caughtBy: 'accounts.search',
    make: () => ignoreQuery(ACCOUNTS, 'search'),
  },
  {
    wrong: 'one unknown id spoils a list of accounts',
    caughtBy: 'accounts.several-by-path',
    versions: ['v1'],
    make: () =>
      changeAnswer(ACCOUNT, (answer, request) => {
        if (request.url.pathname.includes(',')) refuse(answer, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
]

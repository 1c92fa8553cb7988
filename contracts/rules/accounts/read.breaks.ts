import type { Break } from '../../mutants/break.ts'
import {
  ACCOUNTS,
  changeKey,
  changeObjects,
  changeResponse,
  changeResponseBody,
  changeStatus,
  dropKeys,
  refuse,
} from '../../mutants/interferences.ts'

const ACCOUNT = 'GET /accounts/{id}' as const

const otherDigits = (iban: unknown): unknown =>
  typeof iban === 'string' ? `${iban.slice(0, 2)}${(Number(iban.slice(2, 4)) + 1) % 100}${iban.slice(4)}` : iban

export const accountReadBreaks: readonly Break[] = [
  {
    wrong: 'a new user has accounts',
    caughtBy: 'accounts.none-yet',
    make: () => changeKey(ACCOUNTS, 'accounts', () => [{ id: 1 }]),
  },
  {
    wrong: 'accounts name another connection',
    caughtBy: 'accounts.belong-to-connection',
    make: () => changeKey(ACCOUNTS, 'bankConnectionId', (id) => Number(id) + 1_000),
  },
  {
    wrong: 'the balance is text, which the API document excludes',
    caughtBy: 'shapes.getAndSearchAllAccounts',
    after: ['accounts.belong-to-connection'],
    make: () => changeKey(ACCOUNTS, 'balance', String),
  },
  {
    wrong: 'the interface of an account has its name of v1 in v2',
    caughtBy: 'shapes.getAndSearchAllAccounts',
    after: ['accounts.belong-to-connection'],
    versions: ['v2'],
    make: () =>
      changeObjects(ACCOUNTS, 'bankingInterface', ({ bankingInterface, ...rest }) => ({
        ...rest,
        interface: bankingInterface,
      })),
  },
  {
    wrong: 'an account lacks its name when read alone',
    caughtBy: 'accounts.read-one',
    make: () => dropKeys(ACCOUNT, 'accountName'),
  },
  {
    wrong: 'an account is called by text, which the API document excludes',
    caughtBy: 'shapes.getAccount',
    after: ['accounts.read-one'],
    make: () => changeKey(ACCOUNT, 'bankConnectionId', String),
  },
  {
    wrong: 'an unknown account is unprocessable',
    caughtBy: 'accounts.unknown',
    make: () => changeStatus(ACCOUNT, 404, 422),
  },
  {
    wrong: 'an error has no list of errors',
    caughtBy: 'accounts.unknown',
    make: () =>
      changeObjects('GET /accounts/{id}', 'errors', ({ errors, ...body }) => ({
        ...body,
        error: Array.isArray(errors) ? errors[0] : errors,
      })),
  },
  {
    wrong: 'an error has a type of its own, which the API document excludes',
    caughtBy: 'shapes.getAccount',
    after: ['accounts.unknown'],
    make: () => changeKey('GET /accounts/{id}', 'type', () => 7),
  },
  {
    wrong: 'accounts are paged',
    caughtBy: 'accounts.not-paged',
    make: () =>
      changeResponseBody(ACCOUNTS, (body) => ({
        ...body,
        paging: { page: 1, perPage: 20, pageCount: 1, totalCount: 4 },
      })),
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
    wrong: 'one unknown id spoils a list of accounts',
    caughtBy: 'accounts.several-by-path',
    versions: ['v1'],
    make: () =>
      changeResponse(ACCOUNT, (response, request) => {
        if (request.url.pathname.includes(',')) refuse(response, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
]

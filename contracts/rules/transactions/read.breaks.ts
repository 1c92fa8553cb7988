import type { Break } from '../../mutants/break.ts'
import {
  changeKey,
  changeObjects,
  changeRequest,
  changeResponse,
  changeValues,
  defaultQuery,
  dropKeys,
  letPass,
  refuse,
  TRANSACTIONS,
} from '../../mutants/interferences.ts'

const TRANSACTION = 'GET /transactions/{id}' as const

export const transactionReadBreaks: readonly Break[] = [
  {
    wrong: 'the view is optional',
    caughtBy: 'transactions.view-is-required',
    make: () => defaultQuery(TRANSACTIONS, 'view', 'bankView'),
  },
  {
    wrong: "the user's view shows other transactions",
    caughtBy: 'transactions.both-views',
    make: () =>
      changeRequest(TRANSACTIONS, ({ url }) => {
        if (url.searchParams.get('view') === 'userView') url.searchParams.set('direction', 'income')
      }),
  },
  {
    wrong: 'a transaction has another amount when read alone',
    caughtBy: 'transactions.read-one',
    make: () => changeKey(TRANSACTION, 'amount', (value) => -Number(value)),
  },
  {
    wrong: 'an error has a code that only this server knows',
    caughtBy: 'transactions.unknown',
    make: () => changeKey('GET /transactions/{id}', 'code', () => 'NOT_FOUND'),
  },
  {
    wrong: 'an unknown transaction is an empty one',
    caughtBy: 'transactions.unknown',
    make: () => letPass(TRANSACTION, 404, 200),
  },
  {
    wrong: 'transactions belong to unknown accounts',
    caughtBy: 'transactions.belong-to-accounts',
    make: () => changeKey(TRANSACTIONS, 'accountId', () => 1),
  },
  {
    wrong: 'the amount is text',
    caughtBy: 'transactions.money-is-a-number',
    make: () => changeKey(TRANSACTIONS, 'amount', String),
  },
  {
    wrong: 'the amount is in cents with a fraction',
    caughtBy: 'transactions.money-is-a-number',
    make: () => changeKey(TRANSACTIONS, 'amount', (value) => Number(value) / 3),
  },
  {
    wrong: 'a day has no time in v1',
    caughtBy: 'transactions.dates',
    versions: ['v1'],
    make: () => changeKey(TRANSACTIONS, 'finapiBookingDate', (value) => String(value).slice(0, 10)),
  },
  {
    wrong: 'a day has a time in v2',
    caughtBy: 'transactions.dates',
    versions: ['v2'],
    make: () => changeKey(TRANSACTIONS, 'valueDate', (value) => `${value}T00:00:00.000+01:00`),
  },
  {
    wrong: 'a day is written in the German way',
    caughtBy: 'transactions.dates',
    make: () =>
      changeKey(TRANSACTIONS, 'bankBookingDate', (value) =>
        String(value).replace(/^(\d{4})-(\d{2})-(\d{2})/, '$3.$2.$1'),
      ),
  },
  {
    wrong: 'a point in time has no offset in v2',
    caughtBy: 'transactions.dates',
    versions: ['v2'],
    make: () => changeKey(TRANSACTIONS, 'importDate', (value) => String(value).slice(0, -'+01:00'.length)),
  },
  {
    wrong: 'null is sent in v2',
    caughtBy: 'transactions.unset-fields-are-absent',
    versions: ['v2'],
    make: () => changeObjects(TRANSACTIONS, 'finapiBookingDate', (one) => ({ ...one, primanota: null })),
  },
  {
    wrong: 'one unknown id spoils a list of transactions',
    caughtBy: 'transactions.several-by-path',
    versions: ['v1'],
    make: () =>
      changeResponse(TRANSACTION, (response, request) => {
        if (request.url.pathname.includes(',')) refuse(response, request, 404, 'UNKNOWN_ENTITY')
      }),
  },
  {
    wrong: 'a transaction does not say whether it is new, which the API document excludes',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    make: () => dropKeys(TRANSACTIONS, 'isNew'),
  },
  {
    wrong: 'the category is a name, which the API document excludes',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    make: () => changeKey(TRANSACTIONS, 'category', () => 'Groceries'),
  },
  {
    wrong: 'null is left out in v1, which the API document excludes',
    caughtBy: 'shapes.getAndSearchAllTransactions',
    after: ['transactions.default-page'],
    versions: ['v1'],
    make: () => changeValues(TRANSACTIONS, (_, value) => (value === null ? undefined : value)),
  },
]

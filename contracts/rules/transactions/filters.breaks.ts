import type { Break } from '../../mutants/break.ts'
import { changeQuery, defaultQuery, ignoreQuery, TRANSACTIONS } from '../../mutants/interferences.ts'

export const transactionFilterBreaks: readonly Break[] = [
  {
    wrong: 'the filter by direction is ignored',
    caughtBy: 'transactions.filter-direction',
    make: () => ignoreQuery(TRANSACTIONS, 'direction'),
  },
  {
    wrong: 'an upper bound of the amount is exclusive',
    caughtBy: 'transactions.filter-amount',
    make: () => changeQuery(TRANSACTIONS, 'maxAmount', (bound) => (Number(bound) - 0.01).toFixed(2)),
  },
  {
    wrong: 'the first day is not included',
    caughtBy: 'transactions.filter-day',
    make: () =>
      changeQuery(TRANSACTIONS, 'minFinapiBookingDate', (day) =>
        new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10),
      ),
  },
  {
    wrong: 'the filter by account is ignored',
    caughtBy: 'transactions.filter-account',
    make: () => ignoreQuery(TRANSACTIONS, 'accountIds'),
  },
  {
    wrong: 'the filter of transactions by ids is ignored',
    caughtBy: 'transactions.filter-ids',
    make: () => ignoreQuery(TRANSACTIONS, 'ids'),
  },
  {
    wrong: 'the filter for new transactions is ignored',
    caughtBy: 'transactions.filter-new',
    make: () => ignoreQuery(TRANSACTIONS, 'isNew'),
  },
  {
    wrong: 'the category 0 stands for all of them',
    caughtBy: 'transactions.filter-uncategorised',
    make: () => ignoreQuery(TRANSACTIONS, 'categoryIds'),
  },
  {
    wrong: 'a category leaves those below it out',
    caughtBy: 'transactions.filter-category',
    make: () => defaultQuery(TRANSACTIONS, 'includeChildCategories', 'false'),
  },
  {
    wrong: 'a category always brings those below it along',
    caughtBy: 'transactions.filter-category',
    make: () => ignoreQuery(TRANSACTIONS, 'includeChildCategories'),
  },
  {
    wrong: 'impossible filters are ignored',
    caughtBy: 'transactions.illegal-filters',
    make: () =>
      changeQuery(TRANSACTIONS, 'view', (view) => (['bankView', 'userView'].includes(view) ? view : 'bankView')),
  },
]

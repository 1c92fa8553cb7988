import type { Break } from '../../mutants/break.ts'
import { ACCOUNTS, changeQuery, ignoreQuery } from '../../mutants/interferences.ts'

export const accountFilterBreaks: readonly Break[] = [
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
]

import type { Break } from '../../mutants/break.ts'
import { changeQuery, ignoreQuery, TRANSACTIONS } from '../../mutants/interferences.ts'

export const transactionSearchBreaks: readonly Break[] = [
  {
    wrong: 'the filter by purpose is ignored',
    caughtBy: 'transactions.filter-purpose',
    make: () => ignoreQuery(TRANSACTIONS, 'purpose'),
  },
  {
    wrong: 'the filter by counterpart is ignored',
    caughtBy: 'transactions.filter-counterpart',
    make: () => ignoreQuery(TRANSACTIONS, 'counterpart'),
  },
  {
    wrong: 'the search for transactions is ignored',
    caughtBy: 'transactions.search',
    make: () => ignoreQuery(TRANSACTIONS, 'search'),
  },
  {
    wrong: 'one word of a search is enough',
    caughtBy: 'transactions.search',
    make: () => changeQuery(TRANSACTIONS, 'search', (words) => words.split(' ')[0] ?? ''),
  },
]

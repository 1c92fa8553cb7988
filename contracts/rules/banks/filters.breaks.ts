import type { Break } from '../../mutants/break.ts'
import { BANKS, changeKey, changeQuery, changeRequest, ignoreQuery } from '../../mutants/interferences.ts'

export const bankFilterBreaks: readonly Break[] = [
  {
    wrong: 'the filter of banks by ids is ignored',
    caughtBy: 'banks.filter-ids',
    make: () => ignoreQuery(BANKS, 'ids'),
  },
  {
    wrong: 'the filter for test banks is ignored',
    caughtBy: 'banks.filter-test-banks',
    make: () => ignoreQuery(BANKS, 'isTestBank'),
  },
  {
    wrong: 'the filter by interface is ignored',
    caughtBy: 'banks.filter-interface',
    make: () => ignoreQuery(BANKS, 'supportedInterfaces', 'supportedBankingInterfaces'),
  },
  {
    wrong: 'the filter by location is ignored',
    caughtBy: 'banks.filter-location',
    make: () => ignoreQuery(BANKS, 'location'),
  },
  {
    wrong: 'a country that does not exist is ignored',
    caughtBy: 'banks.unknown-location',
    make: () =>
      changeRequest(BANKS, ({ url }) => {
        if (url.searchParams.get('location') === 'XX') url.searchParams.delete('location')
      }),
  },
  {
    wrong: 'one word of a search for banks is enough',
    caughtBy: 'banks.search-words',
    make: () => changeQuery(BANKS, 'search', (words) => words.split(' ')[0] ?? ''),
  },
  {
    wrong: 'a search without a match has one empty page',
    caughtBy: 'banks.empty-filter',
    make: () => changeKey(BANKS, 'pageCount', (count) => (count === 0 ? 1 : count)),
  },
]

import type { Rule } from '../../rule.ts'
import { transactionEditRules } from './edit.ts'
import { transactionFilterRules } from './filters.ts'
import { transactionPagingRules } from './paging.ts'
import { transactionReadRules } from './read.ts'
import { transactionSearchRules } from './search.ts'
import { transactionTotalRules } from './totals.ts'

export const transactionRules: readonly Rule[] = [
  ...transactionReadRules,
  ...transactionPagingRules,
  ...transactionFilterRules,
  ...transactionSearchRules,
  ...transactionTotalRules,
  ...transactionEditRules,
]

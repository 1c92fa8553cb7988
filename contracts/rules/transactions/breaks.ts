import type { Break } from '../../mutants/break.ts'
import { transactionEditBreaks } from './edit.breaks.ts'
import { transactionFilterBreaks } from './filters.breaks.ts'
import { transactionPagingBreaks } from './paging.breaks.ts'
import { transactionReadBreaks } from './read.breaks.ts'
import { transactionSearchBreaks } from './search.breaks.ts'
import { transactionTotalBreaks } from './totals.breaks.ts'

export const transactionBreaks: readonly Break[] = [
  ...transactionReadBreaks,
  ...transactionPagingBreaks,
  ...transactionFilterBreaks,
  ...transactionSearchBreaks,
  ...transactionTotalBreaks,
  ...transactionEditBreaks,
]

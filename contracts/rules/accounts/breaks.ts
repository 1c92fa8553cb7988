import type { Break } from '../../mutants/break.ts'
import { dailyBalanceBreaks } from './daily-balances.breaks.ts'
import { accountDeletionBreaks } from './delete.breaks.ts'
import { accountEditBreaks } from './edit.breaks.ts'
import { accountFilterBreaks } from './filters.breaks.ts'
import { accountReadBreaks } from './read.breaks.ts'

export const accountBreaks: readonly Break[] = [
  ...accountReadBreaks,
  ...accountFilterBreaks,
  ...dailyBalanceBreaks,
  ...accountEditBreaks,
  ...accountDeletionBreaks,
]

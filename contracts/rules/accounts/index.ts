import type { Rule } from '../../rule.ts'
import { dailyBalanceRules } from './daily-balances.ts'
import { accountDeletionRules } from './delete.ts'
import { accountEditRules } from './edit.ts'
import { accountFilterRules } from './filters.ts'
import { accountReadRules } from './read.ts'

export const accountRules: readonly Rule[] = [
  ...accountReadRules,
  ...accountFilterRules,
  ...dailyBalanceRules,
  ...accountEditRules,
  ...accountDeletionRules,
]

import type { Rule } from '../../rule.ts'
import { accountFilterRules } from './filters.ts'
import { accountReadRules } from './read.ts'

export const accountRules: readonly Rule[] = [...accountReadRules, ...accountFilterRules]

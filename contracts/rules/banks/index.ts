import type { Rule } from '../../rule.ts'
import { bankFilterRules } from './filters.ts'
import { bankPagingRules } from './paging.ts'
import { bankReadRules } from './read.ts'

export const bankRules: readonly Rule[] = [...bankReadRules, ...bankFilterRules, ...bankPagingRules]

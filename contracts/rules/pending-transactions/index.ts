import type { Rule } from '../../rule.ts'
import { pendingTransactionReadRules } from './read.ts'

export const pendingTransactionRules: readonly Rule[] = [...pendingTransactionReadRules]

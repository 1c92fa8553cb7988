import type { Rule } from '../../rule.ts'
import { userCreationRules } from './create.ts'
import { userDeletionRules } from './delete.ts'
import { userReadRules } from './read.ts'

export const userRules: readonly Rule[] = [...userCreationRules, ...userReadRules, ...userDeletionRules]

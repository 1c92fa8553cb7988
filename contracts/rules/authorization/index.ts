import type { Rule } from '../../rule.ts'
import { tokenRefusalRules } from './refusals.ts'
import { tokenRevocationRules } from './revocation.ts'
import { tokenRules } from './tokens.ts'

export const authorizationRules: readonly Rule[] = [...tokenRefusalRules, ...tokenRules, ...tokenRevocationRules]

import type { Rule } from '../../rule.ts'
import { switchApiVersionRules } from './switch-api-version.ts'

export const mandatorAdministrationRules: readonly Rule[] = [...switchApiVersionRules]

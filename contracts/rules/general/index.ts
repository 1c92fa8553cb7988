import type { Rule } from '../../rule.ts'
import { errorRules } from './errors.ts'
import { headerRules } from './headers.ts'
import { isolationRules } from './isolation.ts'
import { shapeRules } from './shapes.ts'

/** The rules about all operations. Shape rules are last, because they judge the responses that the others received. */
export const generalRules: readonly Rule[] = [...isolationRules, ...errorRules, ...headerRules, ...shapeRules]

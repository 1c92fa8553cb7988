import type { Rule } from '../../rule.ts'
import { errorRules } from './errors.ts'
import { headerRules } from './headers.ts'
import { isolationRules } from './isolation.ts'
import { shapeRules } from './shapes.ts'

/** The rules about every operation. The shape rules judge the responses that all others received, so they come last. */
export const generalRules: readonly Rule[] = [...isolationRules, ...errorRules, ...headerRules, ...shapeRules]

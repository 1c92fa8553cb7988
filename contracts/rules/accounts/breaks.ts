import type { Break } from '../../mutants/break.ts'
import { accountFilterBreaks } from './filters.breaks.ts'
import { accountReadBreaks } from './read.breaks.ts'

export const accountBreaks: readonly Break[] = [...accountReadBreaks, ...accountFilterBreaks]

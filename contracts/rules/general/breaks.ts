import type { Break } from '../../mutants/break.ts'
import { errorBreaks } from './errors.breaks.ts'
import { headerBreaks } from './headers.breaks.ts'
import { isolationBreaks } from './isolation.breaks.ts'

export const generalBreaks: readonly Break[] = [...isolationBreaks, ...errorBreaks, ...headerBreaks]

import type { Break } from '../../mutants/break.ts'
import { bankFilterBreaks } from './filters.breaks.ts'
import { bankPagingBreaks } from './paging.breaks.ts'
import { bankReadBreaks } from './read.breaks.ts'

export const bankBreaks: readonly Break[] = [...bankReadBreaks, ...bankFilterBreaks, ...bankPagingBreaks]

import type { Break } from '../../mutants/break.ts'
import { pendingTransactionReadBreaks } from './read.breaks.ts'

export const pendingTransactionBreaks: readonly Break[] = [...pendingTransactionReadBreaks]

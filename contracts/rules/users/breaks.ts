import type { Break } from '../../mutants/break.ts'
import { userCreationBreaks } from './create.breaks.ts'
import { userDeletionBreaks } from './delete.breaks.ts'
import { userReadBreaks } from './read.breaks.ts'

export const userBreaks: readonly Break[] = [...userCreationBreaks, ...userReadBreaks, ...userDeletionBreaks]

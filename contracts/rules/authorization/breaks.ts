import type { Break } from '../../mutants/break.ts'
import { tokenRefusalBreaks } from './refusals.breaks.ts'
import { tokenRevocationBreaks } from './revocation.breaks.ts'
import { tokenBreaks } from './tokens.breaks.ts'

export const authorizationBreaks: readonly Break[] = [...tokenRefusalBreaks, ...tokenBreaks, ...tokenRevocationBreaks]

import type { Break } from '../../mutants/break.ts'
import { switchApiVersionBreaks } from './switch-api-version.breaks.ts'

export const mandatorAdministrationBreaks: readonly Break[] = [...switchApiVersionBreaks]

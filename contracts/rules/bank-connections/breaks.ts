import type { Break } from '../../mutants/break.ts'
import { bankConnectionDeletionBreaks } from './delete.breaks.ts'
import { importChallengeBreaks } from './import-challenge.breaks.ts'
import { importCredentialBreaks } from './import-credentials.breaks.ts'
import { importDecoupledBreaks } from './import-decoupled.breaks.ts'
import { importEmbeddedBreaks } from './import-embedded.breaks.ts'
import { importFlowRefusalBreaks } from './import-flow-refusals.breaks.ts'
import { importProcedureBreaks } from './import-procedures.breaks.ts'
import { importRedirectBreaks } from './import-redirect.breaks.ts'
import { importRedirectRefusalBreaks } from './import-redirect-refusals.breaks.ts'
import { importRefusalBreaks } from './import-refusals.breaks.ts'
import { lifeCycleBreaks } from './life-cycle.breaks.ts'
import { bankConnectionReadBreaks } from './read.breaks.ts'
import { bankConnectionUpdateBreaks } from './update.breaks.ts'

export const bankConnectionBreaks: readonly Break[] = [
  ...importRefusalBreaks,
  ...importCredentialBreaks,
  ...importFlowRefusalBreaks,
  ...importChallengeBreaks,
  ...importProcedureBreaks,
  ...importEmbeddedBreaks,
  ...importRedirectRefusalBreaks,
  ...importRedirectBreaks,
  ...importDecoupledBreaks,
  ...lifeCycleBreaks,
  ...bankConnectionReadBreaks,
  ...bankConnectionDeletionBreaks,
  ...bankConnectionUpdateBreaks,
]

import type { Rule } from '../../rule.ts'
import { bankConnectionDeletionRules } from './delete.ts'
import { importChallengeRules } from './import-challenge.ts'
import { importCredentialRules } from './import-credentials.ts'
import { importDecoupledRules } from './import-decoupled.ts'
import { importEmbeddedRules } from './import-embedded.ts'
import { importFlowRefusalRules } from './import-flow-refusals.ts'
import { importProcedureRules } from './import-procedures.ts'
import { importRedirectRules } from './import-redirect.ts'
import { importRedirectRefusalRules } from './import-redirect-refusals.ts'
import { importRefusalRules } from './import-refusals.ts'
import { lifeCycleRules } from './life-cycle.ts'
import { bankConnectionReadRules } from './read.ts'
import { bankConnectionUpdateRules } from './update.ts'

export const bankConnectionRules: readonly Rule[] = [
  ...importRefusalRules,
  ...importCredentialRules,
  ...importFlowRefusalRules,
  ...importChallengeRules,
  ...importProcedureRules,
  ...importEmbeddedRules,
  ...importRedirectRefusalRules,
  ...importRedirectRules,
  ...importDecoupledRules,
  ...lifeCycleRules,
  ...bankConnectionReadRules,
  ...bankConnectionDeletionRules,
  ...bankConnectionUpdateRules,
]

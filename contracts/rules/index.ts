import type { Rule } from '../rule.ts'
import { accountRules } from './accounts.ts'
import { accountFilterRules } from './accounts-filters.ts'
import { adminRules } from './admin.ts'
import { bankConnectionRules } from './bank-connections.ts'
import { bankConnectionDeletionRules } from './bank-connections-deletion.ts'
import { bankConnectionUpdateRules } from './bank-connections-update.ts'
import { bankRules } from './banks.ts'
import { bankFilterRules } from './banks-filters.ts'
import { bankPagingRules } from './banks-paging.ts'
import { errorRules } from './errors.ts'
import { headerRules } from './headers.ts'
import { importChallengeRules } from './import-challenge.ts'
import { importCredentialRules } from './import-credentials.ts'
import { importDecoupledRules } from './import-decoupled.ts'
import { importEmbeddedRules } from './import-embedded.ts'
import { importFlowRefusalRules } from './import-flow-refusals.ts'
import { importProcedureRules } from './import-procedures.ts'
import { importRedirectRules } from './import-redirect.ts'
import { importRedirectRefusalRules } from './import-redirect-refusals.ts'
import { importRefusalRules } from './import-refusals.ts'
import { isolationRules } from './isolation.ts'
import { lifeCycleRules } from './life-cycle.ts'
import { oauthRefusalRules } from './oauth-refusals.ts'
import { oauthRevocationRules } from './oauth-revocation.ts'
import { oauthTokenRules } from './oauth-tokens.ts'
import { pendingTransactionRules } from './pending-transactions.ts'
import { shapeRules } from './shapes.ts'
import { transactionRules } from './transactions.ts'
import { transactionFilterRules } from './transactions-filters.ts'
import { transactionPagingRules } from './transactions-paging.ts'
import { transactionSearchRules } from './transactions-search.ts'
import { transactionTotalRules } from './transactions-totals.ts'
import { userRules } from './users.ts'

/** Every rule, in the order in which they run; the shape rules judge what the others got to see, so they come last. */
export const rules: readonly Rule[] = [
  ...oauthRefusalRules,
  ...oauthTokenRules,
  ...oauthRevocationRules,
  ...userRules,
  ...bankRules,
  ...bankFilterRules,
  ...bankPagingRules,
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
  ...bankConnectionRules,
  ...bankConnectionDeletionRules,
  ...bankConnectionUpdateRules,
  ...accountRules,
  ...accountFilterRules,
  ...transactionRules,
  ...transactionPagingRules,
  ...transactionFilterRules,
  ...transactionSearchRules,
  ...transactionTotalRules,
  ...pendingTransactionRules,
  ...isolationRules,
  ...errorRules,
  ...headerRules,
  ...adminRules,
  ...shapeRules,
]

import type { Rule } from '../rule.ts'
import { accountRules } from './accounts/index.ts'
import { authorizationRules } from './authorization/index.ts'
import { bankConnectionRules } from './bank-connections/index.ts'
import { bankRules } from './banks/index.ts'
import { generalRules } from './general/index.ts'
import { mandatorAdministrationRules } from './mandator-administration/index.ts'
import { pendingTransactionRules } from './pending-transactions/index.ts'
import { transactionRules } from './transactions/index.ts'
import { userRules } from './users/index.ts'

/** Every rule, in the order in which they run; `general` is last, because it judges the responses of the others. */
export const rules: readonly Rule[] = [
  ...authorizationRules,
  ...userRules,
  ...bankRules,
  ...bankConnectionRules,
  ...accountRules,
  ...transactionRules,
  ...pendingTransactionRules,
  ...mandatorAdministrationRules,
  ...generalRules,
]

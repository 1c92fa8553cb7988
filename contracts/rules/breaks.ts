import type { Break } from '../mutants/break.ts'
import { accountBreaks } from './accounts/breaks.ts'
import { authorizationBreaks } from './authorization/breaks.ts'
import { bankConnectionBreaks } from './bank-connections/breaks.ts'
import { bankBreaks } from './banks/breaks.ts'
import { generalBreaks } from './general/breaks.ts'
import { mandatorAdministrationBreaks } from './mandator-administration/breaks.ts'
import { pendingTransactionBreaks } from './pending-transactions/breaks.ts'
import { transactionBreaks } from './transactions/breaks.ts'
import { userBreaks } from './users/breaks.ts'

/** Every break; not part of `index.ts`, because the published rules do not contain them. */
export const breaks: readonly Break[] = [
  ...authorizationBreaks,
  ...userBreaks,
  ...bankBreaks,
  ...bankConnectionBreaks,
  ...accountBreaks,
  ...transactionBreaks,
  ...pendingTransactionBreaks,
  ...mandatorAdministrationBreaks,
  ...generalBreaks,
]

import type { Break } from '../break.ts'
import { accessBreaks } from './access.ts'
import { accountBreaks } from './accounts.ts'
import { bankBreaks } from './banks.ts'
import { connectionBreaks } from './connections.ts'
import { formBreaks } from './errors.ts'
import { flowBreaks } from './flow.ts'
import { redirectBreaks } from './redirect.ts'
import { tokenBreaks } from './tokens.ts'
import { transactionBreaks } from './transactions.ts'
import { updateBreaks } from './updates.ts'
import { userBreaks } from './users.ts'

/** Everything that the suite has to notice. */
export const breaks: readonly Break[] = [
  ...tokenBreaks,
  ...userBreaks,
  ...bankBreaks,
  ...flowBreaks,
  ...redirectBreaks,
  ...connectionBreaks,
  ...accountBreaks,
  ...transactionBreaks,
  ...accessBreaks,
  ...formBreaks,
  ...updateBreaks,
]

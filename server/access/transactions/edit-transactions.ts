import type { World } from '../../world/world.ts'
import { badRequest, illegalFieldValue, missingField, notFound } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { TransactionChange } from './changes.ts'
import {
  requireTransaction,
  type Transaction,
  type TransactionRun,
  transactionAt,
  transactionRuns,
} from './transaction.ts'

/** The fields of transactions that a user may change; undefined ones stay as they are. */
export interface TransactionEdit {
  isNew: boolean | undefined
  isPotentialDuplicate: boolean | undefined
  /** 0 clears the category. */
  categoryId: number | undefined
  /** An empty list clears the labels. */
  labelIds: readonly number[] | undefined
}

/** An edit of several transactions: those of `ids` and `accountIds`, or all of the user if neither is given. */
export interface MultipleTransactionsEdit extends TransactionEdit {
  ids: readonly number[] | undefined
  accountIds: readonly number[] | undefined
}

/**
 * Changes a transaction and returns it. Throws UNKNOWN_ENTITY (404) for the transaction, its category or its labels,
 * ILLEGAL_FIELD_VALUE for `isPotentialDuplicate: true` (API document, editTransaction), and MISSING_FIELD for an
 * empty edit, as `editAccount` does (assumption). `trainCategorization` is accepted and has no effect.
 */
export const editTransaction = (world: World, user: User, id: number, edit: TransactionEdit): Transaction => {
  const transaction = requireTransaction(world, user, id)
  world.transactionChanges.change({ id: transaction.accountId, userKey: user.key }, id, checkEdit(world, edit))
  return requireTransaction(world, user, id)
}

/**
 * Changes several transactions and returns the ids of those that differ afterwards. Unknown ids are ignored, as the API
 * document lists no error for them. Throws as `editTransaction`, and BAD_REQUEST for a category or labels without ids,
 * which finAPI forbids.
 */
export const editMultipleTransactions = (world: World, user: User, edit: MultipleTransactionsEdit): number[] => {
  const change = checkEdit(world, edit)
  const { ids, accountIds } = edit
  if (ids === undefined && (edit.categoryId !== undefined || edit.labelIds !== undefined)) {
    throw badRequest('categoryId and labelIds may only be given together with ids.')
  }
  const accounts = world.accounts.of(user.key).filter(({ id }) => accountIds?.includes(id) ?? true)
  const changed: number[] = []
  for (const run of transactionRuns(world, accounts)) {
    for (const index of findIndices(run, ids)) {
      const before = transactionAt(run, index)
      if (!isDifferent(before, change)) continue
      world.transactionChanges.change({ id: before.accountId, userKey: user.key }, before.id, change)
      changed.push(before.id)
    }
  }
  return changed
}

const checkEdit = (world: World, edit: TransactionEdit): TransactionChange => {
  const { isNew, isPotentialDuplicate, categoryId, labelIds } = edit
  if (isNew === undefined && isPotentialDuplicate === undefined && categoryId === undefined && labelIds === undefined) {
    throw missingField('At least one of isNew, isPotentialDuplicate, categoryId and labelIds must be given.')
  }
  if (isPotentialDuplicate === true) throw illegalFieldValue('isPotentialDuplicate may only be set to false.')
  const isClearing = categoryId === NO_CATEGORY
  if (categoryId !== undefined && !isClearing && world.library.category(categoryId) === undefined) throw notFound()
  // A user has no labels: the operations that create them are not served.
  if (labelIds !== undefined && labelIds.length > 0) throw notFound()
  return { isNew, isPotentialDuplicate, categoryId: isClearing ? null : categoryId, labelIds }
}

const NO_CATEGORY = 0

/** Returns the indices of the transactions of a run that have one of the ids; without ids, all indices. */
const findIndices = ({ slice, from, to }: TransactionRun, ids: readonly number[] | undefined): number[] =>
  ids === undefined
    ? Array.from({ length: to - from }, (_, position) => from + position)
    : [...new Set(ids)]
        .map((id) => slice.from + id - slice.firstId)
        .filter((index) => index >= from && index < to)
        .sort((a, b) => a - b)

const isDifferent = (transaction: Transaction, change: TransactionChange): boolean =>
  (change.isNew !== undefined && change.isNew !== transaction.isNew) ||
  (change.isPotentialDuplicate !== undefined && transaction.isPotentialDuplicate) ||
  (change.categoryId !== undefined && (change.categoryId ?? undefined) !== transaction.categoryId) ||
  (change.labelIds !== undefined && change.labelIds.join() !== transaction.labelIds.join())

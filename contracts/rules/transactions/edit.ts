import { concluded, documented } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectSuccess, expectThat } from '../../expect.ts'
import { EDITABLE_DATA, editableData, emptyUser } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import { allTransactions, MAX_PAGE_SIZE, type Transaction, type TransactionPage } from '../../flows/transactions.ts'
import type { OperationResponse } from '../../response.ts'
import { both, defineRule, skip } from '../../rule.ts'
import type { Bearer, Query, Target, User } from '../../targets/target.ts'

type Body = Readonly<Record<string, unknown>>

const needs = ['imported-data'] as const
const single = 'editTransaction'
const several = 'editMultipleTransactions'

/** An id that no server has issued. */
const UNKNOWN_ID = 999_999_999_999
const NOT_FOUND = { status: 404, code: 'UNKNOWN_ENTITY' } as const

/** The most transactions that one request may name. */
const MAX_IDS = 100

const listEditable = async (target: Target, query: Query = {}): Promise<TransactionPage> => {
  const { user } = await editableData(target)
  const all = { view: 'bankView', perPage: MAX_PAGE_SIZE, ...query }
  return expectSuccess(await target.call('getAndSearchAllTransactions', { as: user, query: all }))
}

interface Editable {
  readonly user: User
  readonly transaction: Transaction
  readonly others: readonly Transaction[]
}

const editable = async (target: Target): Promise<Editable> => {
  const { user } = await editableData(target)
  const [transaction, ...others] = (await listEditable(target, { perPage: 100 })).transactions
  return { user, transaction: transaction ?? skip('there are no transactions'), others }
}

const edit = (target: Target, as: Bearer, id: number, body: Body): Promise<OperationResponse<'editTransaction'>> =>
  target.call(single, { as, path: { id }, body })

const editSeveral = (target: Target, as: Bearer, body: Body): Promise<OperationResponse<'editMultipleTransactions'>> =>
  target.call(several, { as, body })

const readTransaction = async (target: Target, as: Bearer, id: number): Promise<Transaction> =>
  expectSuccess(await target.call('getTransaction', { as, path: { id } }))

/** Sorts a copy of ids, for lists without a defined order. */
const sorted = (ids: readonly number[]): number[] => [...ids].sort((one, other) => one - other)

export const transactionEditRules = [
  defineRule(
    {
      id: 'transactions.new-after-import',
      title: 'The transactions of an import are new',
      versions: both,
      evidence: documented('Transaction, isNew'),
      needs,
    },
    async (target) => {
      expectEvery(await allTransactions(target), ({ isNew }) => isNew, 'is new')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-is-new',
      title: 'A transaction is no longer new once it was edited so, also for filters',
      versions: both,
      evidence: documented(`${single}, isNew`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction } = await editable(target)
      const { id } = transaction
      for (const isNew of [true, false]) {
        const edited = expectSuccess(await edit(target, user, id, { isNew }))
        expectEqual(edited, { ...transaction, isNew }, 'the edited transaction against the one before')
        expectEqual(await readTransaction(target, user, id), edited, 'the transaction read after the edit')
        expectEqual(listIds((await listEditable(target, { ids: [id], isNew })).transactions), [id], `isNew=${isNew}`)
        const others = await listEditable(target, { ids: [id], isNew: !isNew })
        expectEqual(listIds(others.transactions), [], `isNew=${!isNew}`)
      }
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-category',
      title: 'A transaction has the category that it was given, and none after the category 0',
      versions: both,
      evidence: documented(`${single}, categoryId`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction, others } = await editable(target)
      const { id, category } = transaction
      const other = others.find((one) => one.category && one.category.id !== category?.id)?.category
      if (!other) return skip('all transactions have the same category')
      // The categorisation would learn from the edit otherwise.
      const trainCategorization = false
      const edited = expectSuccess(await edit(target, user, id, { categoryId: other.id, trainCategorization }))
      expectEqual(edited.category?.id, other.id, 'id of the category')
      const cleared = expectSuccess(await edit(target, user, id, { categoryId: 0, trainCategorization }))
      expectThat(!cleared.category, 'the edited transaction has no category')
      const uncategorised = await listEditable(target, { ids: [id], categoryIds: [0] })
      expectEqual(listIds(uncategorised.transactions), [id], 'transactions without a category')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-labels',
      title: 'A transaction has no labels after an empty list of them',
      versions: both,
      evidence: documented(`${single}, labelIds`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction } = await editable(target)
      const edited = expectSuccess(await edit(target, user, transaction.id, { labelIds: [] }))
      expectEqual(edited.labels ?? [], [], 'labels of the edited transaction')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-duplicate',
      title: 'A client cannot declare a transaction a potential duplicate',
      versions: both,
      evidence: documented(`${single}, isPotentialDuplicate`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction } = await editable(target)
      const refused = await edit(target, user, transaction.id, { isPotentialDuplicate: true })
      expectError(refused, { status: 422, code: 'ILLEGAL_FIELD_VALUE' })
      const edited = expectSuccess(await edit(target, user, transaction.id, { isPotentialDuplicate: false }))
      expectEqual(edited.isPotentialDuplicate, false, 'isPotentialDuplicate')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-unknown-reference',
      title: 'A category or label that does not exist is not found, and nothing is edited',
      versions: both,
      evidence: documented(`${single}, response 404`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction } = await editable(target)
      for (const body of [{ categoryId: UNKNOWN_ID, trainCategorization: false }, { labelIds: [UNKNOWN_ID] }])
        expectError(await edit(target, user, transaction.id, { ...body, isNew: !transaction.isNew }), NOT_FOUND)
      const after = await readTransaction(target, user, transaction.id)
      expectEqual(after, transaction, 'the transaction after the refused edits')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-unknown',
      title: 'A transaction that does not exist cannot be edited',
      versions: both,
      evidence: documented(`${single}, response 404`),
      needs: [],
    },
    async (target) => {
      expectError(await edit(target, await emptyUser(target), UNKNOWN_ID, { isNew: false }), NOT_FOUND)
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-several',
      title: 'An edit of several transactions lists those that it changed, and no others',
      versions: both,
      evidence: documented(`${several}: only those that have changed`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction, others } = await editable(target)
      const [other, untouched] = others
      if (!other || !untouched) return skip('there are fewer than three transactions')
      const ids = [transaction.id, other.id]
      expectSuccess(await editSeveral(target, user, { ids: [transaction.id], isNew: false }))
      expectSuccess(await editSeveral(target, user, { ids: [other.id, untouched.id], isNew: true }))
      const { identifiers } = expectSuccess(await editSeveral(target, user, { ids, isNew: false }))
      expectEqual(identifiers, [other.id], 'ids of the changed transactions')
      const again = expectSuccess(await editSeveral(target, user, { ids, isNew: false }))
      expectEqual(again.identifiers, [], 'ids of the changed transactions when nothing is left to change')
      const listed = await listEditable(target, { ids: [...ids, untouched.id], isNew: false })
      expectEqual(sorted(listIds(listed.transactions)), sorted(ids), 'transactions that are not new')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-of-accounts',
      title: 'Without ids all transactions of the named accounts are edited',
      versions: both,
      evidence: documented(`${several}, accountIds`),
      needs,
      occupies: EDITABLE_DATA,
    },
    async (target) => {
      const { user, transaction } = await editable(target)
      const accountIds = [transaction.accountId]
      expectSuccess(await editSeveral(target, user, { isNew: true }))
      const own = await listEditable(target, { accountIds, perPage: 1 })
      const all = await listEditable(target, { perPage: 1 })
      const { identifiers } = expectSuccess(await editSeveral(target, user, { accountIds, isNew: false }))
      expectEqual(identifiers.length, own.paging.totalCount, 'number of changed transactions')
      const stillNew = await listEditable(target, { isNew: true, perPage: 1 })
      const left = all.paging.totalCount - own.paging.totalCount
      expectEqual(stillNew.paging.totalCount, left, 'number of transactions of other accounts, which are still new')
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-needs-ids',
      title: 'A category or labels cannot be given to all transactions at once',
      versions: both,
      evidence: documented(`${several}: categoryId and labelIds only together with ids`),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      for (const body of [{ categoryId: 0, trainCategorization: false }, { labelIds: [] }])
        expectError(await editSeveral(target, as, body), { status: 400, code: 'BAD_REQUEST' })
    },
  ),
  defineRule(
    {
      id: 'transactions.edit-too-many',
      title: `An edit of more than ${MAX_IDS} transactions is refused`,
      versions: both,
      evidence: concluded(`${several} takes ${MAX_IDS} ids at most, and TOO_MANY_IDS is the code that fits`),
      needs: [],
    },
    async (target) => {
      const ids = Array.from({ length: MAX_IDS + 1 }, (_, index) => UNKNOWN_ID - index)
      const response = await editSeveral(target, await emptyUser(target), { ids, isNew: false })
      expectError(response, { status: 400, code: 'TOO_MANY_IDS' })
    },
  ),
]

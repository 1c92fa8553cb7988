import { documented } from '../../evidence.ts'
import { expectError } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { allTransactions, expectToKeep, sampleTransaction, type Transaction } from '../../flows/transactions.ts'
import { both, defineRule, skip } from '../../rule.ts'
import { readDay } from '../../time.ts'

const needs = ['imported-data'] as const
const evidence = documented('getAndSearchAllTransactions, filters')

export const transactionFilterRules = [
  defineRule(
    {
      id: 'transactions.filter-direction',
      title: 'The direction splits transactions by sign',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      await expectToKeep(target, { direction: 'income' }, ({ amount }) => amount >= 0)
      await expectToKeep(target, { direction: 'spending' }, ({ amount }) => amount < 0)
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-amount',
      title: 'The bounds of the amount are inclusive',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { amount: bound } = await sampleTransaction(target)
      await expectToKeep(target, { minAmount: bound }, ({ amount }) => amount >= bound)
      await expectToKeep(target, { maxAmount: bound }, ({ amount }) => amount <= bound)
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-day',
      title: 'The bounds of the booking day are inclusive',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const readBookingDay = (transaction: Transaction) => readDay(target.version, transaction.finapiBookingDate) ?? ''
      const bound = readBookingDay(await sampleTransaction(target))
      await expectToKeep(target, { minFinapiBookingDate: bound }, (transaction) => readBookingDay(transaction) >= bound)
      await expectToKeep(target, { maxFinapiBookingDate: bound }, (transaction) => readBookingDay(transaction) <= bound)
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-account',
      title: 'The filter by account leaves the transactions of others out',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const { accountId: wanted } = await sampleTransaction(target)
      const ids = new Set((await allTransactions(target)).map(({ accountId }) => accountId))
      if (ids.size < 2) return skip('only one account has transactions')
      await expectToKeep(target, { accountIds: [wanted] }, ({ accountId }) => accountId === wanted)
    },
  ),
  defineRule(
    { id: 'transactions.filter-ids', title: 'The filter by ids lists exactly these', versions: both, evidence, needs },
    async (target) => {
      const { id: wanted } = await sampleTransaction(target)
      await expectToKeep(target, { ids: [wanted] }, ({ id }) => id === wanted)
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-new',
      title: 'The filter isNew splits transactions in two',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      await expectToKeep(target, { isNew: true }, ({ isNew }) => isNew)
      await expectToKeep(target, { isNew: false }, ({ isNew }) => !isNew)
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-uncategorised',
      title: 'The category 0 stands for transactions without one',
      versions: both,
      evidence,
      needs,
    },
    async (target) => expectToKeep(target, { categoryIds: [0] }, ({ category }) => !category),
  ),
  defineRule(
    {
      id: 'transactions.filter-category',
      title: 'A category brings those below it along, unless the query excludes them',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const all = await allTransactions(target)
      const parent = all.find(({ category }) => category?.parentId)?.category?.parentId
      if (!parent) return skip('no transaction has a category below another')
      await expectToKeep(
        target,
        { categoryIds: [parent] },
        ({ category }) => category?.id === parent || category?.parentId === parent,
      )
      const alone = { categoryIds: [parent], includeChildCategories: false }
      await expectToKeep(target, alone, ({ category }) => category?.id === parent)
    },
  ),
  defineRule(
    {
      id: 'transactions.illegal-filters',
      title: 'Filters with impossible values are refused',
      versions: both,
      evidence,
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      for (const wrong of [{ view: 'birdView' }, { minFinapiBookingDate: '2024-02-31x' }, { minAmount: 'much' }]) {
        const query = { view: 'bankView', ...wrong }
        expectError(await target.call('getAndSearchAllTransactions', { as, query }), { status: 400 })
      }
    },
  ),
]

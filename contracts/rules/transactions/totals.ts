import { documented, measured } from '../../evidence.ts'
import { expectEqual, expectSuccess, expectThat } from '../../expect.ts'
import { emptyUser } from '../../flows/fixtures.ts'
import { allTransactions, listTransactions, sumCents, type TransactionPage } from '../../flows/transactions.ts'
import { both, defineRule } from '../../rule.ts'

const needs = ['imported-data'] as const
const evidence = documented('PageableTransactionList, income, spending and balance')

const readTotals = ({ income, spending, balance }: TransactionPage) => ({ income, spending, balance })

const sumTotals = (amounts: readonly number[]) => ({
  income: sumCents(amounts.filter((amount) => amount >= 0)) / 100,
  spending: sumCents(amounts.filter((amount) => amount < 0)) / 100,
  balance: sumCents(amounts) / 100,
})

const inCents = (page: TransactionPage) =>
  Object.fromEntries(Object.entries(readTotals(page)).map(([name, value]) => [name, Math.round(value * 100) / 100]))

export const transactionTotalRules = [
  defineRule(
    {
      id: 'transactions.none-yet',
      title: 'A new user has no transactions and totals of nothing',
      versions: both,
      evidence: measured('a fresh user'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      const query = { view: 'bankView' }
      const list = expectSuccess(await target.call('getAndSearchAllTransactions', { as, query }))
      expectEqual(list.transactions, [], 'transactions of a new user')
      expectEqual(list.paging.totalCount, 0, 'totalCount')
      expectEqual(readTotals(list), { income: 0, spending: 0, balance: 0 }, 'totals')
    },
  ),
  defineRule(
    {
      id: 'transactions.totals-add-up',
      title: 'Income and spending add up to the balance, and spending is negative',
      versions: both,
      evidence: measured('spending is negative, the balance is the sum'),
      needs,
    },
    async (target) => {
      const list = await listTransactions(target)
      expectEqual(sumCents([list.income, list.spending]), sumCents([list.balance]), 'income and spending in cents')
      expectThat(
        list.income >= 0 && list.spending <= 0,
        `income is not below 0 and spending not above it, got ${list.income} and ${list.spending}`,
      )
    },
  ),
  defineRule(
    {
      id: 'transactions.totals-cover-all-pages',
      title: 'The totals are those of all pages, whichever page is requested',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const amounts = (await allTransactions(target)).map(({ amount }) => amount)
      const page = await listTransactions(target, { page: 2, perPage: 5 })
      expectEqual(inCents(page), sumTotals(amounts), 'totals of page 2 against the sum of all amounts')
    },
  ),
  defineRule(
    {
      id: 'transactions.totals-follow-filters',
      title: 'The totals are those of the transactions that match',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const amounts = (await allTransactions(target)).map(({ amount }) => amount).filter((amount) => amount < 0)
      const page = await listTransactions(target, { direction: 'spending', perPage: 5 })
      expectEqual(inCents(page), sumTotals(amounts), 'totals of the spending')
      expectEqual(page.paging.totalCount, amounts.length, 'number of transactions that are spending')
    },
  ),
]

import { documented, measured } from '../../evidence.ts'
import { expectEqual, expectError, expectEvery, expectSuccess } from '../../expect.ts'
import { emptyUser, importedData } from '../../flows/fixtures.ts'
import { listIds } from '../../flows/paging.ts'
import { allTransactions, listTransactions, MAX_PAGE_SIZE } from '../../flows/transactions.ts'
import { both, defineRule, skip } from '../../rule.ts'
import { readDay, readInstant } from '../../time.ts'

const needs = ['imported-data'] as const

export const transactionReadRules = [
  defineRule(
    {
      id: 'transactions.view-is-required',
      title: 'A list of transactions without a view is refused',
      versions: both,
      evidence: measured('a missing view is a 400'),
      needs: [],
    },
    async (target) => {
      const as = await emptyUser(target)
      expectError(await target.call('getAndSearchAllTransactions', { as }), { status: 400 })
    },
  ),
  defineRule(
    {
      id: 'transactions.both-views',
      title: 'Where nothing is split, both views show the same transactions',
      versions: both,
      evidence: documented('getAndSearchAllTransactions, view'),
      needs,
    },
    async (target) => {
      const bank = await listTransactions(target, { perPage: 50 })
      const user = await listTransactions(target, { view: 'userView', perPage: 50 })
      expectEqual(listIds(user.transactions), listIds(bank.transactions), 'ids in the user view against the bank view')
    },
  ),
  defineRule(
    {
      id: 'transactions.read-one',
      title: 'A transaction read by its id is the transaction in the list',
      versions: both,
      evidence: documented('getTransaction'),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const { transactions } = await listTransactions(target, { perPage: 3 })
      for (const transaction of transactions) {
        const path = { id: transaction.id }
        const read = expectSuccess(await target.call('getTransaction', { as: user, path }))
        expectEqual(read, transaction, `transaction ${transaction.id} by id against the list`)
      }
    },
  ),
  defineRule(
    {
      id: 'transactions.unknown',
      title: 'A transaction that does not exist is not found',
      versions: both,
      evidence: documented('getTransaction, response 404'),
      needs: [],
    },
    async (target) => {
      const response = await target.call('getTransaction', {
        as: await emptyUser(target),
        path: { id: 999_999_999_999 },
      })
      expectError(response, { status: 404, code: 'UNKNOWN_ENTITY' })
    },
  ),
  defineRule(
    {
      id: 'transactions.belong-to-accounts',
      title: 'Every transaction belongs to an account of the user',
      versions: both,
      evidence: documented('Transaction, accountId'),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const { accounts } = expectSuccess(await target.call('getAndSearchAllAccounts', { as: user }))
      const known = new Set(listIds(accounts))
      expectEvery(await allTransactions(target), ({ accountId }) => known.has(accountId), 'has a known accountId')
    },
  ),
  defineRule(
    {
      id: 'transactions.money-is-a-number',
      title: 'Amounts are numbers in whole cents',
      versions: both,
      evidence: measured('amounts are plain JSON numbers'),
      needs,
    },
    async (target) => {
      expectEvery(
        (await listTransactions(target, { perPage: MAX_PAGE_SIZE })).transactions.map(({ amount }) => amount),
        (amount) => typeof amount === 'number' && Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-4,
        'is a number in whole cents',
      )
    },
  ),
  defineRule(
    {
      id: 'transactions.dates',
      title: 'Bookings carry days, and the import a time, in the form of the version',
      versions: both,
      evidence: documented('Transaction, dates'),
      needs,
    },
    async (target) => {
      const { transactions } = await listTransactions(target, { perPage: 100 })
      for (const field of ['valueDate', 'bankBookingDate', 'finapiBookingDate'] as const)
        expectEvery(
          transactions.map((transaction) => transaction[field]),
          (text) =>
            readDay(target.version, text) !== undefined && (target.version === 'v2' || / 00:00:00\.000$/.test(text)),
          `has a day as ${field}`,
        )
      const imports = transactions.map(({ importDate }) => importDate)
      expectEvery(imports, (text) => readInstant(target.version, text) !== undefined, 'has a time as importDate')
    },
  ),
  defineRule(
    {
      id: 'transactions.unset-fields-are-absent',
      title: 'A transaction leaves out what it has no value for',
      versions: ['v2'],
      evidence: measured('a transaction of the demo bank has 23 keys, none of them null'),
      needs,
    },
    async (target) => {
      const { transactions } = await listTransactions(target, { perPage: MAX_PAGE_SIZE })
      for (const transaction of transactions) {
        const nulls = Object.entries(transaction).filter(([, value]) => value === null)
        expectEqual(Object.fromEntries(nulls), {}, `null fields of transaction ${transaction.id}`)
      }
    },
  ),
  defineRule(
    {
      id: 'transactions.several-by-path',
      title: 'Several transactions are read by a list of ids in the path, unknown ones left out',
      versions: ['v1'],
      evidence: documented('getMultipleTransactions'),
      needs,
    },
    async (target) => {
      const { user } = await importedData(target)
      const id = (await listTransactions(target)).transactions[0]?.id ?? skip('there are no transactions')
      const path = { ids: `${id},999999999999` }
      const { transactions } = expectSuccess(await target.call('getMultipleTransactions', { as: user, path }))
      expectEqual(listIds(transactions), [id], 'ids listed')
    },
  ),
]

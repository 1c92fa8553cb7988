import { documented } from '../../evidence.ts'
import { expectEqual, expectEvery, expectThat } from '../../expect.ts'
import {
  allTransactions,
  expectToKeep,
  listTransactions,
  MAX_PAGE_SIZE,
  sampleTransaction,
  type Transaction,
} from '../../flows/transactions.ts'
import { both, defineRule, skip } from '../../rule.ts'

const needs = ['imported-data'] as const
const evidence = documented('getAndSearchAllTransactions, search, purpose and counterpart')

/** Lists all texts of a transaction; the fields that a search considers differ between releases. */
const listTexts = (transaction: Transaction): string[] =>
  Object.values(transaction).filter((value) => typeof value === 'string')

const contains = (texts: readonly (string | null | undefined)[], term: string): boolean =>
  texts.some((text) => text?.toLowerCase().includes(term.toLowerCase()))

export const transactionSearchRules = [
  defineRule(
    {
      id: 'transactions.filter-purpose',
      title: 'The filter by purpose finds part of it in any case',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const word =
        (await sampleTransaction(target)).purpose?.trim().split(/\s+/)[0] || skip('the transaction has no purpose')
      await expectToKeep(target, { purpose: word.toLowerCase() }, ({ purpose }) => contains([purpose], word))
    },
  ),
  defineRule(
    {
      id: 'transactions.filter-counterpart',
      title: 'The filter by counterpart searches names and account data',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const all = await allTransactions(target)
      const word = all
        .find(({ counterpartName }) => counterpartName)
        ?.counterpartName?.trim()
        .split(/\s+/)[0]
      if (!word) return skip('no transaction names a counterpart')
      await expectToKeep(target, { counterpart: word.toUpperCase() }, (transaction) =>
        contains(
          [
            transaction.counterpartName,
            transaction.counterpartAccountNumber,
            transaction.counterpartIban,
            transaction.counterpartBlz,
            transaction.counterpartBic,
            transaction.counterpartMandateReference,
            transaction.counterpartCustomerReference,
            transaction.counterpartCreditorId,
            transaction.counterpartDebitorId,
          ],
          word,
        ),
      )
    },
  ),
  defineRule(
    {
      id: 'transactions.search',
      title: 'A search needs every word, wherever it stands',
      versions: both,
      evidence,
      needs,
    },
    async (target) => {
      const all = await allTransactions(target)
      const found = all.find(({ purpose, counterpartName }) => purpose && counterpartName)
      if (!found) return skip('no transaction has both a purpose and a counterpart')
      const words = [found.purpose, found.counterpartName].map((text) => text?.trim().split(/\s+/)[0] ?? '')
      const { transactions } = await listTransactions(target, { search: words.join(' '), perPage: MAX_PAGE_SIZE })
      expectThat(transactions.length > 0, `searching "${words.join(' ')}" finds something`)
      for (const word of words)
        expectEvery(transactions, (transaction) => contains(listTexts(transaction), word), `contains "${word}"`)
      const none = await listTransactions(target, { search: `${words[0]} zzqxzzqx` })
      expectEqual(none.paging.totalCount, 0, 'transactions found by a word that nothing has')
    },
  ),
]

import type { Break } from '../../mutants/break.ts'
import { changeKey, changeResponseBody, isRoute, TRANSACTIONS } from '../../mutants/interferences.ts'
import { isRecord, parsed, recordsIn } from '../../mutants/json.ts'

const sum = (kept: readonly number[]): number => Math.round(kept.reduce((total, one) => total + one, 0) * 100) / 100

const readTotals = (amounts: readonly number[]) => {
  const income = sum(amounts.filter((one) => one >= 0))
  const spending = sum(amounts.filter((one) => one < 0))
  return { income, spending, balance: sum([income, spending]) }
}

export const transactionTotalBreaks: readonly Break[] = [
  {
    wrong: 'a new user has income',
    caughtBy: 'transactions.none-yet',
    make: () => changeKey(TRANSACTIONS, 'income', (value) => (value === 0 ? 1 : value)),
  },
  {
    wrong: 'totals do not add up',
    caughtBy: 'transactions.totals-add-up',
    make: () => changeKey(TRANSACTIONS, 'balance', (value) => Number(value) + 0.01),
  },
  {
    wrong: 'spending is positive',
    caughtBy: 'transactions.totals-add-up',
    make: () => changeKey(TRANSACTIONS, 'spending', (value) => -Number(value)),
  },
  {
    wrong: 'totals are those of one page',
    caughtBy: 'transactions.totals-cover-all-pages',
    make: () =>
      changeResponseBody(TRANSACTIONS, (body) =>
        Array.isArray(body.transactions)
          ? { ...body, ...readTotals(recordsIn(body, 'transactions').map(({ amount }) => Number(amount))) }
          : body,
      ),
  },
  {
    wrong: 'totals forget the filters',
    caughtBy: 'transactions.totals-follow-filters',
    make: () => async (request, forward) => {
      const response = await forward(request)
      if (!isRoute(TRANSACTIONS)(request) || !request.url.searchParams.has('direction')) return response
      const url = new URL(request.url)
      url.searchParams.delete('direction')
      const [kept, whole] = [parsed(response.body), parsed((await forward({ ...request, url })).body)]
      if (!isRecord(kept) || !isRecord(whole)) return response
      const { income, spending, balance } = whole
      return { ...response, body: JSON.stringify({ ...kept, income, spending, balance }) }
    },
  },
]

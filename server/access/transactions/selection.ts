import { flagsOf, type TransactionFlags, type TransactionRun } from './transaction.ts'

/** Some transactions of a run, in their order. Count and sums cost the same whatever the length of the run. */
export interface Selection {
  readonly run: TransactionRun
  readonly count: number
  /** The ledger's index of the selection's n-th transaction. */
  indexAt(position: number): number
  /** Sums in whole cents; `spending` is negative. */
  totals(): Totals
}

export interface Totals {
  income: number
  spending: number
}

/**
 * Selects the transactions of a run whose flags fit. All transactions that nobody changed have the same flags, so only
 * the changed ones are looked at: the result is the whole run without some of those, or only some of those.
 */
export const selectByFlags = (run: TransactionRun, fits: (flags: TransactionFlags) => boolean): Selection => {
  const isUnchangedSelected = fits(flagsOf(run.slice, undefined))
  const exceptions = changedIndices(run, (flags) => fits(flags) !== isUnchangedSelected)
  return isUnchangedSelected ? allExcept(run, exceptions) : onlyThese(run, exceptions)
}

/** The ascending indices of the changed transactions of a run whose flags fit. */
const changedIndices = (
  { slice, changes, from, to }: TransactionRun,
  fits: (flags: TransactionFlags) => boolean,
): number[] => {
  if (changes === undefined) return []
  const indices: number[] = []
  for (const [id, change] of changes) {
    const index = slice.from + id - slice.firstId
    if (index >= from && index < to && fits(flagsOf(slice, change))) indices.push(index)
  }
  return indices.sort((a, b) => a - b)
}

const allExcept = (run: TransactionRun, excluded: readonly number[]): Selection => {
  const { ledger, from, to } = run
  const between = (sums: readonly number[]): number => (sums[to] ?? 0) - (sums[from] ?? 0)
  return {
    run,
    count: to - from - excluded.length,
    indexAt: (position) => from + position + excludedBefore(excluded, from, position),
    totals: () => {
      const without = sumOf(run, excluded)
      return {
        income: between(ledger.incomeSums) - without.income,
        spending: between(ledger.spendingSums) - without.spending,
      }
    },
  }
}

/** How many excluded indices lie before the n-th that is left: those for which `excluded[i] - from - i <= position`. */
const excludedBefore = (excluded: readonly number[], from: number, position: number): number => {
  let low = 0
  let high = excluded.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((excluded[middle] ?? 0) - from - middle <= position) low = middle + 1
    else high = middle
  }
  return low
}

const onlyThese = (run: TransactionRun, indices: readonly number[]): Selection => ({
  run,
  count: indices.length,
  indexAt: (position) => {
    const index = indices[position]
    if (index === undefined) throw new RangeError(`no transaction ${position} in a selection of ${indices.length}`)
    return index
  },
  totals: () => sumOf(run, indices),
})

const sumOf = ({ ledger }: TransactionRun, indices: readonly number[]): Totals => {
  const totals = { income: 0, spending: 0 }
  for (const index of indices) {
    const amount = ledger.bookings[index]?.amount ?? 0
    if (amount >= 0) totals.income += amount
    else totals.spending += amount
  }
  return totals
}

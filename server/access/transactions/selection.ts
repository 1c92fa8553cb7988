import { readFlags, type TransactionFlags, type TransactionRun } from './transaction.ts'

/** A part of the transactions of a run, in their order. Count and sums cost the same for any length of the run. */
export interface Selection {
  readonly run: TransactionRun
  readonly count: number
  /** Returns the ledger's index of the transaction at a position of the selection. */
  indexAt(position: number): number
  /** Sums in whole cents; `spending` is negative. */
  totals(): Totals
}

/** Sums in whole cents; `spending` is negative. */
export interface Totals {
  income: number
  spending: number
}

/**
 * Selects the transactions of a run whose flags match. All unchanged transactions have the same flags, so only the
 * changed ones are checked: the result is the whole run except some of those, or only some of those.
 */
export const selectByFlags = (run: TransactionRun, matches: (flags: TransactionFlags) => boolean): Selection => {
  const isUnchangedSelected = matches(readFlags(run.slice, undefined))
  const exceptions = changedIndices(run, (flags) => matches(flags) !== isUnchangedSelected)
  return isUnchangedSelected ? allExcept(run, exceptions) : onlyThese(run, exceptions)
}

/** Returns the ascending indices of the changed transactions of a run whose flags match. */
const changedIndices = (
  { slice, changes, from, to }: TransactionRun,
  matches: (flags: TransactionFlags) => boolean,
): number[] => {
  if (changes === undefined) return []
  const indices: number[] = []
  for (const [id, change] of changes) {
    const index = slice.from + id - slice.firstId
    if (index >= from && index < to && matches(readFlags(slice, change))) indices.push(index)
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
      const without = sumUp(run, excluded)
      return {
        income: between(ledger.incomeSums) - without.income,
        spending: between(ledger.spendingSums) - without.spending,
      }
    },
  }
}

/** Returns the number of excluded indices before a position: those for which `excluded[i] - from - i <= position`. */
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
  totals: () => sumUp(run, indices),
})

const sumUp = ({ ledger }: TransactionRun, indices: readonly number[]): Totals => {
  const totals = { income: 0, spending: 0 }
  for (const index of indices) {
    const amount = ledger.bookings[index]?.amount ?? 0
    if (amount >= 0) totals.income += amount
    else totals.spending += amount
  }
  return totals
}

import type { Rule } from '../rule.ts'
import type { Outcome, RuleResult } from '../run.ts'
import type { Findings } from './findings.ts'
import { listTargets, toTargetName } from './parity.ts'

/** The result of one rule at one target, of this run or an earlier one. */
export interface Cell {
  readonly outcome: Outcome
  /** Undefined for a result of an earlier run. */
  readonly result: RuleResult | undefined
  /** ISO 8601; undefined if the rule is not known to have passed. */
  readonly lastPassed: string | undefined
}

export interface Column {
  /** The name of the target: `mock v2`. */
  readonly target: string
  /** True for a target of an earlier run. */
  readonly isRemembered: boolean
}

export interface Row {
  readonly rule: Rule
  /** One per column; undefined where the rule does not apply to the target's version, or never ran. */
  readonly cells: readonly (Cell | undefined)[]
}

export interface Matrix {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** Removes the targets whose remembered results are all of other rules. */
const removeEmptyColumns = ({ columns, rows }: Matrix): Matrix => {
  const isUsed = (index: number): boolean => rows.some(({ cells }) => cells[index] !== undefined)
  return {
    columns: columns.filter((_, index) => isUsed(index)),
    rows: rows.map(({ rule, cells }) => ({ rule, cells: cells.filter((_, index) => isUsed(index)) })),
  }
}

/** Arranges the rules of this run by target: first those of this run, then those of earlier ones. */
export const buildMatrix = ({ runs, parity }: Findings): Matrix => {
  const current = new Map(runs.map((run) => [toTargetName(run.target), run]))
  const remembered = listTargets(parity).filter((target) => !current.has(target))
  const columns = [
    ...[...current.keys()].map((target) => ({ target, isRemembered: false })),
    ...remembered.sort().map((target) => ({ target, isRemembered: true })),
  ]
  const results = new Map(
    [...current].map(([target, run]) => [target, new Map(run.results.map((result) => [result.rule.id, result]))]),
  )
  const rules = new Map(runs.flatMap((run) => run.results.map(({ rule }) => [rule.id, rule])))

  const toCell = (id: string, { target }: Column): Cell | undefined => {
    const result = results.get(target)?.get(id)
    const earlier = parity.rules[id]?.[target]
    const outcome = result?.outcome ?? earlier?.outcome
    return outcome === undefined ? undefined : { outcome, result, lastPassed: earlier?.lastPassed }
  }

  const rows = [...rules.values()].map((rule) => ({ rule, cells: columns.map((column) => toCell(rule.id, column)) }))
  return removeEmptyColumns({ columns, rows })
}

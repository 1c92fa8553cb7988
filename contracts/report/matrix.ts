import type { Rule } from '../rule.ts'
import type { Outcome, RuleResult } from '../run.ts'
import type { Findings } from './findings.ts'
import { rememberedTargets, targetName } from './parity.ts'

/** One result of one rule, of today or of an earlier day. */
export interface Cell {
  readonly outcome: Outcome
  /** Only of today's results. */
  readonly result: RuleResult | undefined
  /** ISO 8601; undefined when it never held, as far as anybody remembers. */
  readonly lastHeld: string | undefined
}

export interface Column {
  /** `mock v2`. */
  readonly target: string
  /** Nobody looked today: what is shown is remembered. */
  readonly isRemembered: boolean
}

export interface Row {
  readonly rule: Rule
  /** One for each column; undefined where a rule is not about the target's version, or never ran there. */
  readonly cells: readonly (Cell | undefined)[]
}

export interface Matrix {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** Every rule that ran today, against every target anything is known of: those of today first. */
export const matrixOf = ({ runs, parity }: Findings): Matrix => {
  const today = new Map(runs.map((run) => [targetName(run.target), run]))
  const remembered = rememberedTargets(parity).filter((target) => !today.has(target))
  const columns = [
    ...[...today.keys()].map((target) => ({ target, isRemembered: false })),
    ...remembered.sort().map((target) => ({ target, isRemembered: true })),
  ]
  const results = new Map(
    [...today].map(([target, run]) => [target, new Map(run.results.map((result) => [result.rule.id, result]))]),
  )
  const rules = new Map(runs.flatMap((run) => run.results.map(({ rule }) => [rule.id, rule])))
  const cellOf = (id: string, { target }: Column): Cell | undefined => {
    const result = results.get(target)?.get(id)
    const memory = parity.rules[id]?.[target]
    const outcome = result?.outcome ?? memory?.outcome
    return outcome === undefined ? undefined : { outcome, result, lastHeld: memory?.lastHeld }
  }
  const rows = [...rules.values()].map((rule) => ({ rule, cells: columns.map((column) => cellOf(rule.id, column)) }))
  return withoutEmpty(columns, rows)
}

/** A target of which only other rules are remembered has nothing to show here. */
const withoutEmpty = (columns: readonly Column[], rows: readonly Row[]): Matrix => {
  const isUsed = (index: number): boolean => rows.some(({ cells }) => cells[index] !== undefined)
  return {
    columns: columns.filter((_, index) => isUsed(index)),
    rows: rows.map(({ rule, cells }) => ({ rule, cells: cells.filter((_, index) => isUsed(index)) })),
  }
}

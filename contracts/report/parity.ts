import type { Outcome, Run } from '../run.ts'

/** Incremented when the structure of the file changes. */
const FORMAT = 1

/** The last result of one rule at one target; times in ISO 8601. */
export interface RememberedResult {
  readonly outcome: Outcome
  readonly lastPassed?: string
  readonly lastFailed?: string
}

/** The last results, by the id of the rule and then by target: `sandbox.finapi.io v2`. */
export interface Parity {
  readonly format: typeof FORMAT
  readonly rules: Readonly<Record<string, Readonly<Record<string, RememberedResult>>>>
}

export const emptyParity: Parity = { format: FORMAT, rules: {} }

/** A file that is no parity file, and is not overwritten. */
export class BadParity extends Error {
  override name = 'BadParity'
}

/** Returns the name of a target in reports: `mock v2`. */
export const toTargetName = ({ name, version }: Run['target']): string => `${name} ${version}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const outcomes: readonly Outcome[] = ['passed', 'failed', 'skipped']

const readResult = (value: unknown): RememberedResult | undefined => {
  if (!isObject(value)) return undefined
  const outcome = outcomes.find((candidate) => candidate === value.outcome)
  if (outcome === undefined) return undefined
  return {
    outcome,
    ...(typeof value.lastPassed === 'string' ? { lastPassed: value.lastPassed } : {}),
    ...(typeof value.lastFailed === 'string' ? { lastFailed: value.lastFailed } : {}),
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Parses a parity file; throws `BadParity` for anything else. */
export const parseParity = (text: string): Parity => {
  const file = parseJson(text)
  if (!isObject(file) || file.format !== FORMAT || !isObject(file.rules))
    throw new BadParity(`is not a parity file of format ${FORMAT}`)
  const rules = Object.entries(file.rules).map(([id, targets]): [string, Record<string, RememberedResult>] => {
    if (!isObject(targets)) throw new BadParity(`has something other than results for ${id}`)
    const results = Object.entries(targets).map(([target, value]): [string, RememberedResult] => {
      const result = readResult(value)
      if (!result) throw new BadParity(`has an unreadable result of ${id} at ${target}`)
      return [target, result]
    })
    return [id, Object.fromEntries(results)]
  })
  return { format: FORMAT, rules: Object.fromEntries(rules) }
}

const updateResult = (before: RememberedResult | undefined, outcome: Outcome, at: string): RememberedResult => ({
  ...before,
  outcome,
  ...(outcome === 'passed' ? { lastPassed: at } : {}),
  ...(outcome === 'failed' ? { lastFailed: at } : {}),
})

/** Returns whether any rule was checked. */
export const hasResults = ({ results }: Run): boolean => results.some(({ outcome }) => outcome !== 'skipped')

/**
 * Adds the results of runs; returns undefined if there are none. A run that skipped every rule proves nothing, and
 * neither does a rule that was skipped because the run was stopped.
 */
export const updateParity = (
  before: Parity,
  runs: readonly Run[],
  { now, isStopped = false }: { readonly now: Date; readonly isStopped?: boolean },
): Parity | undefined => {
  const added = runs.filter(hasResults)
  if (added.length === 0) return undefined
  const rules: Record<string, Record<string, RememberedResult>> = Object.fromEntries(
    Object.entries(before.rules).map(([id, targets]) => [id, { ...targets }]),
  )
  for (const { target, results } of added)
    for (const { rule, outcome } of results) {
      if (isStopped && outcome === 'skipped') continue
      const targets = rules[rule.id] ?? {}
      const name = toTargetName(target)
      rules[rule.id] = { ...targets, [name]: updateResult(targets[name], outcome, now.toISOString()) }
    }
  return { format: FORMAT, rules }
}

const sortByKey = <Value>(record: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))

/** Returns the text of a parity file: the same for the same results, so that it can be kept in a repository. */
export const formatParity = (parity: Parity): string => {
  const rules = sortByKey(parity.rules).map(([id, targets]) => [
    id,
    Object.fromEntries(
      sortByKey(targets).map(([target, { outcome, lastPassed, lastFailed }]) => [
        target,
        { outcome, lastPassed, lastFailed },
      ]),
    ),
  ])
  return `${JSON.stringify({ format: FORMAT, rules: Object.fromEntries(rules) }, null, 2)}\n`
}

/** Returns the names of all targets with a remembered result. */
export const listTargets = ({ rules }: Parity): string[] => [
  ...new Set(Object.values(rules).flatMap((targets) => Object.keys(targets))),
]

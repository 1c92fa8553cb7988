import type { Outcome, Run } from '../run.ts'

/** The shape of the file changes with this number. */
const FORMAT = 1

/** What is remembered of one rule at one target; times as ISO 8601. */
export interface Memory {
  readonly outcome: Outcome
  readonly lastHeld?: string
  readonly lastFailed?: string
}

/** The last results, by the id of the rule and then by the target: `sandbox.finapi.io v2`. */
export interface Parity {
  readonly format: typeof FORMAT
  readonly rules: Readonly<Record<string, Readonly<Record<string, Memory>>>>
}

export const noParity: Parity = { format: FORMAT, rules: {} }

/** The file is not one of ours; it is left alone. */
export class BadParity extends Error {
  override name = 'BadParity'
}

/** How a target is called where results of several are kept. */
export const targetName = ({ name, version }: Run['target']): string => `${name} ${version}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const outcomes: readonly Outcome[] = ['passed', 'failed', 'skipped']

const readMemory = (value: unknown): Memory | undefined => {
  if (!isObject(value)) return undefined
  const outcome = outcomes.find((candidate) => candidate === value.outcome)
  if (outcome === undefined) return undefined
  return {
    outcome,
    ...(typeof value.lastHeld === 'string' ? { lastHeld: value.lastHeld } : {}),
    ...(typeof value.lastFailed === 'string' ? { lastFailed: value.lastFailed } : {}),
  }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the file's text; throws `BadParity` when it is something else, so that it is not written over. */
export const parseParity = (text: string): Parity => {
  const file = readJson(text)
  if (!isObject(file) || file.format !== FORMAT || !isObject(file.rules))
    throw new BadParity(`is no record of earlier results (format ${FORMAT})`)
  const rules = Object.entries(file.rules).map(([id, targets]): [string, Record<string, Memory>] => {
    if (!isObject(targets)) throw new BadParity(`says something else than results about ${id}`)
    const memories = Object.entries(targets).map(([target, value]): [string, Memory] => {
      const memory = readMemory(value)
      if (!memory) throw new BadParity(`has an unreadable result of ${id} at ${target}`)
      return [target, memory]
    })
    return [id, Object.fromEntries(memories)]
  })
  return { format: FORMAT, rules: Object.fromEntries(rules) }
}

const remember = (before: Memory | undefined, outcome: Outcome, at: string): Memory => ({
  ...before,
  outcome,
  ...(outcome === 'passed' ? { lastHeld: at } : {}),
  ...(outcome === 'failed' ? { lastFailed: at } : {}),
})

const hasLooked = ({ results }: Run): boolean => results.some(({ outcome }) => outcome !== 'skipped')

/**
 * Adds what runs found. A run in which everything was skipped says nothing, and a stopped one nothing about what it
 * skipped; undefined means that there is nothing to write down.
 */
export const updateParity = (
  before: Parity,
  runs: readonly Run[],
  { now, isStopped = false }: { readonly now: Date; readonly isStopped?: boolean },
): Parity | undefined => {
  const looked = runs.filter(hasLooked)
  if (looked.length === 0) return undefined
  const rules: Record<string, Record<string, Memory>> = Object.fromEntries(
    Object.entries(before.rules).map(([id, targets]) => [id, { ...targets }]),
  )
  for (const { target, results } of looked)
    for (const { rule, outcome } of results) {
      if (isStopped && outcome === 'skipped') continue
      const targets = rules[rule.id] ?? {}
      const name = targetName(target)
      rules[rule.id] = { ...targets, [name]: remember(targets[name], outcome, now.toISOString()) }
    }
  return { format: FORMAT, rules }
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))

/** The file's text; the same results always give the same text, so that it can be kept in a repository. */
export const textOfParity = (parity: Parity): string => {
  const rules = sorted(parity.rules).map(([id, targets]) => [
    id,
    Object.fromEntries(
      sorted(targets).map(([target, { outcome, lastHeld, lastFailed }]) => [target, { outcome, lastHeld, lastFailed }]),
    ),
  ])
  return `${JSON.stringify({ format: FORMAT, rules: Object.fromEntries(rules) }, null, 2)}\n`
}

/** Every target that something is remembered of. */
export const rememberedTargets = ({ rules }: Parity): string[] => [
  ...new Set(Object.values(rules).flatMap((targets) => Object.keys(targets))),
]

import { createLedgers } from '../server/bank/ledger.ts'
import { parseDuration, requireDuration } from '../server/core/duration.ts'
import { DURATION_FORMAT } from '../server/core/time-limits.ts'
import { checkAccountNames } from './check-accounts.ts'
import { allBanks, checkResponses } from './check-answers.ts'
import { checkSteps } from './check-steps.ts'
import { flowLifetime } from './phrases.ts'
import { type InnerProblem, type Path, type Problem, problemIn, type Sourced, suggestName } from './problem.ts'
import type { SourcedContents } from './sourced-contents.ts'
import { canComplete } from './steps.ts'
import type { Bank, Persona, Scenario } from './types.ts'

export { type SourcedContents, sourcedFrom } from './sourced-contents.ts'

/**
 * Returns what no schema can check: the parts must fit together, and everything that is written must be able to happen.
 * Of two items that exclude each other the later one is reported.
 */
export const checkContents = (contents: SourcedContents): Problem[] => [
  ...checkUnique(contents.scenarios, 'name', ({ value }, { file }) => `the scenario '${value.name}' is in ${file} too`),
  ...checkUnique(contents.personas, 'name', ({ value }, { file }) => `the persona '${value.name}' is in ${file} too`),
  ...checkBanks(allBanks(contents)),
  ...checkResponses(contents),
  ...contents.scenarios.flatMap((scenario) =>
    checkScenario(scenario.value, contents.personas).map((problem) => problemIn(scenario, problem)),
  ),
]

const checkBanks = (banks: readonly Sourced<Bank>[]): Problem[] => [
  ...checkUnique(banks, 'id', ({ value }, first) => `the id ${value.id} belongs to ${describeBank(first)}`),
  ...checkUnique(banks, 'blz', ({ value }, first) => `the BLZ ${value.blz} belongs to ${describeBank(first)}`),
]

const describeBank = ({ file, value }: Sourced<Bank>): string => `'${value.name}' in ${file}`

/** Reports every item that has the same value for a key as one before it. */
const checkUnique = <Item, Key extends keyof Item & string>(
  items: readonly Sourced<Item>[],
  key: Key,
  describe: (item: Sourced<Item>, first: Sourced<Item>) => string,
): Problem[] => {
  const known = new Map<Item[Key], Sourced<Item>>()
  return items.flatMap((item) => {
    const first = known.get(item.value[key])
    if (first !== undefined) {
      return [problemIn(item, { path: [key], message: `${describe(item, first)}; choose another ${key}` })]
    }
    known.set(item.value[key], item)
    return []
  })
}

const checkScenario = (scenario: Scenario, personas: readonly Sourced<Persona>[]): InnerProblem[] => {
  // The other checks compare durations, so they need valid ones.
  const tooLong = checkDurations(scenario, [])
  if (tooLong.length > 0) return tooLong
  return [
    ...checkPersonaName(scenario, personas),
    ...checkAccountNames(scenario, personas.find(({ value }) => value.name === scenario.persona)?.value),
    ...checkLifetime(scenario),
    ...checkSteps(scenario.steps, { path: ['steps'], lifetime: flowLifetime(scenario) }),
    ...checkSteps(scenario.update?.steps ?? [], { path: ['update', 'steps'], lifetime: flowLifetime(scenario) }),
  ]
}

/** The keys of durations in scenarios. */
const DURATION_KEYS: ReadonlySet<string> = new Set(['validFor', 'revokedAfter', 'takes', 'after', 'pollInterval'])

/** Reports durations that are too long in sum; the pattern of the schema only limits the digits of each unit. */
const checkDurations = (value: unknown, path: Path): InnerProblem[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const key = Array.isArray(value) ? Number(name) : name
    if (typeof inner !== 'string') return checkDurations(inner, [...path, key])
    if (!DURATION_KEYS.has(name) || parseDuration(inner) !== undefined) return []
    return [{ path: [...path, key], message: `must be ${DURATION_FORMAT}, but is '${inner}'` }]
  })
}

const checkLifetime = ({ validFor }: Scenario): InnerProblem[] =>
  validFor !== undefined && requireDuration(validFor) === 0
    ? [{ path: ['validFor'], message: 'must be longer than PT0S' }]
    : []

const checkPersonaName = ({ persona, steps }: Scenario, personas: readonly Sourced<Persona>[]): InnerProblem[] => {
  const names = personas.map(({ value }) => value.name)
  if (persona === undefined) {
    if (!canComplete(steps)) return []
    const message = `key 'persona' is missing, because the steps can end in a successful import; one of ${names.join(', ')}`
    return [{ path: [], message }]
  }
  if (names.includes(persona)) return []
  return [{ path: ['persona'], message: `there is no persona '${persona}'${suggestName(persona, names)}` }]
}

/** Checks that bookings can be made of a persona's habits: their accounts, counterparts and placeholders must exist. */
export const checkPersona = (persona: Sourced<Persona>): Problem[] => {
  try {
    createLedgers(persona.value, 'check', '2026-01-01')
    return []
  } catch (error) {
    return [problemIn(persona, { path: [], message: error instanceof Error ? error.message : String(error) })]
  }
}

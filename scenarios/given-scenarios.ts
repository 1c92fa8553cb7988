import { OptionError } from '../server/core/option-error.ts'
import { checkContents, sourcedFrom } from './check.ts'
import { expandPersonas } from './expand-personas.ts'
import type { LibraryContents } from './library.ts'
import { findExcess } from './limits.ts'
import { withPlaceholders } from './placeholders.ts'
import type { Problem, Sourced } from './problem.ts'
import scenarioSchema from './schema/scenario.json' with { type: 'json' }
import { schemaViolations } from './schema-violations.ts'
import type { Persona, Scenario, ScenarioDefinition } from './types.ts'

/** Scenarios that are ready to run, with the personas that were generated for them. */
export interface ExpandedScenarios {
  readonly scenarios: readonly Scenario[]
  readonly personas: readonly Persona[]
}

/**
 * Generates the personas that scenarios ask for with `persona: { generate: … }`. `startMockServer` does this itself;
 * `createMockApp` cannot wait and takes the result. Throws an OptionError that lists every problem.
 *
 * @example
 * const app = createMockApp({ scenarios: await expandScenarios([{ name: 'family', persona: { generate: {} }, … }]) })
 */
export const expandScenarios = async (definitions: readonly ScenarioDefinition[]): Promise<ExpandedScenarios> => {
  const { sound, problems } = checkDefinitions(definitions)
  if (problems.length > 0) throw new OptionError(report(problems))
  const expanded = await expandPersonas({ scenarios: sound, personas: [] })
  if (expanded.problems.length > 0) throw new OptionError(report(expanded.problems))
  return {
    scenarios: expanded.scenarios.map(({ value }) => value),
    personas: expanded.personas.map(({ value }) => value),
  }
}

/** Adds scenarios that were given in code to known contents. Throws an OptionError that lists every problem. */
export const addScenarios = (
  known: LibraryContents,
  given: readonly ScenarioDefinition[] | ExpandedScenarios,
): LibraryContents => {
  const { scenarios, personas } = 'personas' in given ? given : { scenarios: given, personas: [] }
  const { sound, problems } = checkDefinitions(scenarios)
  const ready = sound.filter(hasNamedPersona)
  const contents = sourcedFrom('finapi-mock itself', known)
  const found = [
    ...problems,
    ...sound.filter((scenario) => !hasNamedPersona(scenario)).map(needsExpansion),
    ...checkContents({
      ...contents,
      scenarios: [...contents.scenarios, ...ready],
      personas: [
        ...contents.personas,
        ...personas.map((value) => ({ file: `personas of scenarios`, path: [], value })),
      ],
    }),
  ]
  if (found.length > 0) throw new OptionError(report(found))
  return {
    ...known,
    scenarios: [...known.scenarios, ...ready.map(({ value }) => value)],
    personas: [...known.personas, ...personas],
  }
}

/** Checks definitions by the schema, and returns those that can be checked further. */
const checkDefinitions = (definitions: readonly ScenarioDefinition[]) => {
  const sound: Sourced<ScenarioDefinition>[] = []
  const problems: Problem[] = []
  for (const [index, definition] of definitions.entries()) {
    const file = `scenarios[${index}]`
    const excess = findExcess(definition)
    if (excess !== undefined) {
      problems.push({ file, ...excess })
      continue
    }
    problems.push(...schemaViolations(scenarioSchema, definition).map((violation) => ({ file, ...violation })))
    const value = withPlaceholders(definition, index)
    if (isScenario(value)) sound.push({ file, path: [], value })
  }
  return { sound, problems }
}

const isScenario = (value: unknown): value is ScenarioDefinition => schemaViolations(scenarioSchema, value).length === 0

const hasNamedPersona = (source: Sourced<ScenarioDefinition>): source is Sourced<Scenario> =>
  typeof source.value.persona !== 'object'

const needsExpansion = ({ file }: Sourced<ScenarioDefinition>): Problem => ({
  file,
  path: ['persona', 'generate'],
  message:
    'takes time that createMockApp does not have; give it `await expandScenarios(scenarios)`, or use startMockServer',
})

const report = (problems: readonly Problem[]): string =>
  problems.map(({ file, path, message }) => `${[file, ...path].join('/')}: ${message}`).join('\n')

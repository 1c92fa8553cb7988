import { checkPersonaSpec } from './check-persona-spec.ts'
import { type Problem, problemIn, type Sourced } from './problem.ts'
import type { Persona, PersonaDefinition, PersonaToGenerate, Scenario, ScenarioDefinition } from './types.ts'

/** Scenarios and personas as they were written, with the files that they come from. */
export interface SourcedDefinitions {
  readonly scenarios: readonly Sourced<ScenarioDefinition>[]
  readonly personas: readonly Sourced<PersonaDefinition>[]
}

export interface ExpandedDefinitions {
  readonly scenarios: readonly Sourced<Scenario>[]
  readonly personas: readonly Sourced<Persona>[]
  readonly problems: readonly Problem[]
}

/** Replaces personas to generate by generated ones. Loads the generator, and with it Faker, only if there are any. */
export const expandPersonas = async ({ scenarios, personas }: SourcedDefinitions): Promise<ExpandedDefinitions> => {
  const ordered = [...personas.flatMap(orderedInPersona), ...scenarios.flatMap(orderedInScenario)]
  const problems = ordered.flatMap((order) =>
    checkPersonaSpec(order.value.generate).map((problem) =>
      problemIn(order, { ...problem, path: ['generate', ...problem.path] }),
    ),
  )
  return {
    scenarios: scenarios.map((scenario) => ({ ...scenario, value: withPersonaName(scenario.value) })),
    personas: [...personas.filter(isWritten), ...(ordered.length === 0 ? [] : await generateAll(ordered))],
    problems,
  }
}

/** Returns a scenario with the name of its persona; a generated one has the name of the scenario. */
const withPersonaName = ({ persona, ...scenario }: ScenarioDefinition): Scenario => ({
  ...scenario,
  ...(persona === undefined ? {} : { persona: typeof persona === 'string' ? persona : scenario.name }),
})

const orderedInScenario = ({ file, path, value }: Sourced<ScenarioDefinition>): Sourced<PersonaToGenerate>[] =>
  typeof value.persona === 'object'
    ? [{ file, path: [...path, 'persona'], value: { name: value.name, ...value.persona } }]
    : []

const orderedInPersona = ({ file, path, value }: Sourced<PersonaDefinition>): Sourced<PersonaToGenerate>[] =>
  'generate' in value ? [{ file, path, value }] : []

const isWritten = (persona: Sourced<PersonaDefinition>): persona is Sourced<Persona> => !('generate' in persona.value)

const generateAll = async (ordered: readonly Sourced<PersonaToGenerate>[]): Promise<Sourced<Persona>[]> => {
  const { generatePersona } = await import('./persona-generator/generate-persona.ts')
  return ordered.map(({ file, path, value }) => ({ file, path, value: generatePersona(value) }))
}

import { checkContents, sourcedFrom } from '../scenarios/check.ts'
import { createLibrary, embeddedContents, embeddedLibrary, type Library } from '../scenarios/library.ts'
import type { Problem } from '../scenarios/problem.ts'
import scenarioSchema from '../scenarios/schema/scenario.json' with { type: 'json' }
import { schemaViolations } from '../scenarios/schema-violations.ts'
import type { Scenario } from '../scenarios/types.ts'
import { OptionError } from './core/option-error.ts'

/** Returns the embedded library with scenarios created in code. Throws an OptionError that lists every problem. */
export const addScenarios = (scenarios: readonly Scenario[] | undefined): Library => {
  if (scenarios === undefined) return embeddedLibrary
  const added = scenarios.map((value, index) => ({ file: `scenarios[${index}]`, path: [], value }))
  const violations = added.flatMap(({ file, value }) =>
    schemaViolations(scenarioSchema, value).map((violation): Problem => ({ file, ...violation })),
  )
  const embedded = sourcedFrom('finapi-mock itself', embeddedContents)
  const problems =
    violations.length > 0 ? violations : checkContents({ ...embedded, scenarios: [...embedded.scenarios, ...added] })
  if (problems.length > 0) throw new OptionError(formatProblems(problems))
  return createLibrary({ ...embeddedContents, scenarios: [...embeddedContents.scenarios, ...scenarios] })
}

const formatProblems = (problems: readonly Problem[]): string =>
  problems.map(({ file, path, message }) => `${[file, ...path].join('/')}: ${message}`).join('\n')

/** Returns the embedded library with the scenario files of a directory. Loads the YAML reader, which most starts do not need. */
export const loadLibrary = async (directory: string): Promise<Library> => {
  const { loadScenarios } = await import('../scenarios/load.ts')
  return createLibrary(await loadScenarios(directory, embeddedContents))
}

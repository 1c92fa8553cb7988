import { checkContents, sourcedFrom } from '../scenarios/check.ts'
import { createLibrary, embeddedContents, embeddedLibrary, type Library } from '../scenarios/library.ts'
import type { Problem } from '../scenarios/problem.ts'
import scenarioSchema from '../scenarios/schema/scenario.json' with { type: 'json' }
import { schemaViolations } from '../scenarios/schema-violations.ts'
import type { Scenario } from '../scenarios/types.ts'
import { OptionError } from './core/option-error.ts'

/** The library with scenarios that were made in code. Throws an OptionError that lists every problem. */
export const libraryWith = (scenarios: readonly Scenario[] | undefined): Library => {
  if (scenarios === undefined) return embeddedLibrary
  const given = scenarios.map((value, index) => ({ file: `scenarios[${index}]`, path: [], value }))
  const violations = given.flatMap(({ file, value }) =>
    schemaViolations(scenarioSchema, value).map((violation): Problem => ({ file, ...violation })),
  )
  const known = sourcedFrom('finapi-mock itself', embeddedContents)
  const problems =
    violations.length > 0 ? violations : checkContents({ ...known, scenarios: [...known.scenarios, ...given] })
  if (problems.length > 0) throw new OptionError(report(problems))
  return createLibrary({ ...embeddedContents, scenarios: [...embeddedContents.scenarios, ...scenarios] })
}

const report = (problems: readonly Problem[]): string =>
  problems.map(({ file, path, message }) => `${[file, ...path].join('/')}: ${message}`).join('\n')

/** The library with the files of a directory. What reads them is loaded only here: most starts need none of it. */
export const libraryFrom = async (directory: string): Promise<Library> => {
  const { loadScenarios } = await import('../scenarios/load.ts')
  return createLibrary(await loadScenarios(directory, embeddedContents))
}

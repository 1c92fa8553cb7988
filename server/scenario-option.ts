import { addScenarios, type ExpandedScenarios, expandScenarios } from '../scenarios/given-scenarios.ts'
import { createLibrary, embeddedContents, embeddedLibrary, type Library } from '../scenarios/library.ts'
import type { ScenarioDefinition } from '../scenarios/types.ts'

/** Returns the library with scenarios that were made in code. Throws an OptionError that lists every problem. */
export const extendLibrary = (scenarios: readonly ScenarioDefinition[] | ExpandedScenarios | undefined): Library =>
  scenarios === undefined ? embeddedLibrary : createLibrary(addScenarios(embeddedContents, scenarios))

/**
 * Returns the library with the files of a directory, or with scenarios whose personas may have to be generated. What reads
 * files, and what generates, is loaded only here: most starts need none of it.
 */
export const loadLibrary = async (
  scenarios: string | readonly ScenarioDefinition[] | ExpandedScenarios,
): Promise<Library> => {
  if (typeof scenarios !== 'string') {
    return extendLibrary('personas' in scenarios ? scenarios : await expandScenarios(scenarios))
  }
  const { loadScenarios } = await import('../scenarios/load.ts')
  return createLibrary(await loadScenarios(scenarios, embeddedContents))
}

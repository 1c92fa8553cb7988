import type { Sourced } from './problem.ts'
import type { Bank, Persona, Scenario } from './types.ts'

/** Scenarios, banks and personas with the files that they come from. */
export interface SourcedContents {
  readonly scenarios: readonly Sourced<Scenario>[]
  readonly banks: readonly Sourced<Bank>[]
  readonly personas: readonly Sourced<Persona>[]
}

/** Names one source for contents that come from no file of the user's, such as our own. */
export const sourcedFrom = (
  file: string,
  contents: { scenarios: readonly Scenario[]; banks: readonly Bank[]; personas: readonly Persona[] },
): SourcedContents => {
  const sourced = <Item>(value: Item): Sourced<Item> => ({ file, path: [], value })
  return {
    scenarios: contents.scenarios.map(sourced),
    banks: contents.banks.map(sourced),
    personas: contents.personas.map(sourced),
  }
}

import { parseDuration } from '../server/core/duration.ts'
import type { Download, Persona, PersonaAccount, Scenario } from './types.ts'

/** What a user goes through the bank's authentication for; a scenario may go on differently after each. */
export type Occasion = 'import' | 'update'

/** The accounts that the bank delivers, in the order in which it lists them. */
export const deliveredAccounts = (
  persona: Persona,
  scenario: Scenario,
  occasion: Occasion,
): readonly PersonaAccount[] => {
  const names = (occasion === 'update' ? scenario.update?.accounts : undefined) ?? scenario.accounts
  if (names === undefined) return persona.accounts
  return names === 'none' ? [] : persona.accounts.filter(({ name }) => names.includes(name))
}

/** How the download goes. What goes wrong after an import is over with it; how long it takes stays the same. */
export const downloadOf = ({ download, update }: Scenario, occasion: Occasion): Download => {
  if (occasion === 'import') return download ?? {}
  return { ...(download?.takes === undefined ? {} : { takes: download.takes }), ...update?.download }
}

/** Milliseconds of a duration in a scenario. */
export const durationOf = (text: string): number => {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined) throw new Error(`'${text}' is no duration, although the scenario was checked`)
  return milliseconds
}

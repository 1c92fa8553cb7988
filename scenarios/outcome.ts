import type { Download, Persona, PersonaAccount, Scenario } from './types.ts'

/** The reason of an authentication; a scenario may describe a different outcome for each. */
export type Occasion = 'import' | 'update'

/** Returns the accounts that the bank delivers, in the order in which it lists them. */
export const deliveredAccounts = (
  persona: Persona,
  scenario: Scenario,
  occasion: Occasion,
): readonly PersonaAccount[] => {
  const names = (occasion === 'update' ? scenario.update?.accounts : undefined) ?? scenario.accounts
  if (names === undefined) return persona.accounts
  return names === 'none' ? [] : persona.accounts.filter(({ name }) => names.includes(name))
}

/** Returns how a download goes. A failure of the import's download does not concern updates; its duration does. */
export const downloadOf = ({ download, update }: Scenario, occasion: Occasion): Download => {
  if (occasion === 'import') return download ?? {}
  return { ...(download?.takes === undefined ? {} : { takes: download.takes }), ...update?.download }
}

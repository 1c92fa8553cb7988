import { type InnerProblem, type Path, suggestName } from './problem.ts'
import type { Download, Persona, Scenario } from './types.ts'

/** Reports names of accounts that the persona does not have, and details of accounts that the bank does not deliver. */
export const checkAccountNames = (scenario: Scenario, persona: Persona | undefined): InnerProblem[] => {
  if (persona === undefined) return []
  const { accounts, download, update } = scenario
  const known = persona.accounts.map(({ name }) => name)
  return [
    ...checkDelivered(accounts, ['accounts'], known),
    ...checkDownload(download, ['download'], accounts, known),
    ...checkDelivered(update?.accounts, ['update', 'accounts'], known),
    ...checkDownload(update?.download, ['update', 'download'], update?.accounts ?? accounts, known),
  ]
}

type Delivered = Scenario['accounts']

const checkDelivered = (delivered: Delivered, path: Path, known: readonly string[]): InnerProblem[] => {
  if (delivered === undefined || delivered === 'none') return []
  return delivered.flatMap((name, index) =>
    known.includes(name) ? [] : [unknownAccount(name, [...path, index], known)],
  )
}

const checkDownload = (
  download: Download | undefined,
  path: Path,
  delivered: Delivered,
  known: readonly string[],
): InnerProblem[] =>
  Object.keys(download?.accounts ?? {}).flatMap((name) => {
    const place = [...path, 'accounts', name]
    if (!known.includes(name)) return [{ ...unknownAccount(name, place, known), atKey: true }]
    if (delivered === undefined || (delivered !== 'none' && delivered.includes(name))) return []
    const message = `the account '${name}' does not arrive; add it to 'accounts', or remove this`
    return [{ path: place, message, atKey: true }]
  })

const unknownAccount = (name: string, path: Path, known: readonly string[]): InnerProblem => ({
  path,
  message: `the persona has no account '${name}'${suggestName(name, known)}`,
})

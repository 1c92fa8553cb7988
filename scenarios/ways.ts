import type { Scenario } from '../server/banking/scenario.ts'
import { demoBankOf } from './approach.ts'
import type { Library } from './library.ts'
import { LOGIN_LABEL } from './own-bank.ts'

/** A bank where a scenario is met, with the login that leads to it; without one, every login does. */
export interface Way {
  id: number
  blz: string
  login?: Readonly<Record<string, string>>
}

/** Every bank where a scenario is met: its own, those that it answers, and the demo bank that knows it by name. */
export const waysTo = (scenario: Scenario, library: Library): Way[] => {
  const idOf = (blz: string): number | undefined => library.banks.find((bank) => bank.blz === blz)?.id
  const ways: { blz: string; login?: Readonly<Record<string, string>> | undefined }[] = [
    ...(scenario.bank === undefined ? [] : [{ blz: scenario.bank.blz }]),
    ...(scenario.answers ?? []).map(({ bank, login }) => ({ blz: bank, login })),
    { blz: demoBankOf(scenario), login: { [LOGIN_LABEL]: scenario.name } },
  ]
  return ways.flatMap(({ blz, login }) => {
    const id = idOf(blz)
    return id === undefined ? [] : [{ id, blz, ...(login === undefined ? {} : { login }) }]
  })
}

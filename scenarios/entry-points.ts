import { demoBankOf } from './approach.ts'
import type { Library } from './library.ts'
import { LOGIN_LABEL } from './own-bank.ts'
import type { BankingInterface, Scenario } from './types.ts'

/** A bank where a scenario is available, and the login that leads to it. */
export interface EntryPoint {
  blz: string
  bankId: number
  name: string
  interface: BankingInterface
  /** Label and value; a field that takes any value is left out. */
  login: Readonly<Record<string, string>>
}

/** Returns where a scenario is available: at its own bank, at the banks that it answers, and by its name at a demo bank. */
export const entryPoints = (library: Library, scenario: Scenario): EntryPoint[] => {
  const answers: NonNullable<Scenario['answers']> = [
    ...(scenario.bank === undefined ? [] : [{ bank: scenario.bank.blz }]),
    ...(scenario.answers ?? []),
    { bank: demoBankOf(scenario), login: { [LOGIN_LABEL]: scenario.name } },
  ]
  return answers.flatMap(({ bank: blz, interfaces, login = {} }) => {
    const bank = library.banks.find((candidate) => candidate.blz === blz)
    const bankInterface = bank?.interfaces.find((candidate) => interfaces?.includes(candidate.interface) ?? true)
    if (bank === undefined || bankInterface === undefined) return []
    return [{ blz, bankId: bank.id, name: bank.name, interface: bankInterface.interface, login }]
  })
}

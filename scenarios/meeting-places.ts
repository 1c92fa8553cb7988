import { demoBankOf } from './approach.ts'
import type { Library } from './library.ts'
import { LOGIN_LABEL } from './own-bank.ts'
import type { Scenario } from './types.ts'

/** A bank where a scenario is met, and what the client has to send there. */
export interface MeetingPlace {
  blz: string
  bankId: number
  name: string
  interface: string
  /** Label and value; a field that may hold anything is left out. */
  login: Readonly<Record<string, string>>
}

/** Where a scenario is met: at its own bank, at those that it answers, and by its name at a demo bank. */
export const meetingPlaces = (library: Library, scenario: Scenario): MeetingPlace[] => {
  const places = [
    ...(scenario.bank === undefined ? [] : [{ bank: scenario.bank.blz }]),
    ...(scenario.answers ?? []),
    { bank: demoBankOf(scenario), login: { [LOGIN_LABEL]: scenario.name } },
  ]
  return places.flatMap(({ bank: blz, ...answer }) => {
    const bank = library.banks.find((candidate) => candidate.blz === blz)
    const kinds: readonly (string | undefined)[] | undefined = 'interfaces' in answer ? answer.interfaces : undefined
    const bankInterface = bank?.interfaces.find((candidate) => kinds?.includes(candidate.interface) ?? true)
    if (bank === undefined || bankInterface === undefined) return []
    const login = 'login' in answer ? (answer.login ?? {}) : {}
    return [{ blz, bankId: bank.id, name: bank.name, interface: bankInterface.interface, login }]
  })
}

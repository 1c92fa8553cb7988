import type { Bank, BankingInterface } from '../server/banking/bank.ts'
import { accountIban } from '../server/banking/counterpart.ts'
import type { LoginCredential } from '../server/banking/login-credentials.ts'
import type { Persona } from '../server/banking/persona.ts'
import type { Scenario } from '../server/banking/scenario.ts'
import embedded from './generated/library.json' with { type: 'json' }

/** A global category of transactions. */
export interface Category {
  id: number
  name: string
  parent?: number | undefined
}

/** The contents of the scenario files, as their schemas describe them. */
export interface LibraryContents {
  banks: readonly Bank[]
  personas: readonly Persona[]
  categories: readonly Category[]
  scenarios: readonly Scenario[]
}

/** Banks, personas, categories and scenarios, found without looking at all of them. Nothing in it ever changes. */
export interface Library {
  readonly banks: readonly Bank[]
  bank(id: number): Bank | undefined
  /** Whether any scenario answers the bank; only such a bank can be imported. */
  isScripted(bank: Bank): boolean
  scenario(name: string): Scenario
  /** The first scenario of the bank that answers the interface and the login. */
  scenarioFor(
    bank: Bank,
    bankingInterface: BankingInterface,
    credentials: readonly LoginCredential[],
  ): Scenario | undefined
  persona(name: string): Persona
  personaOf(scenario: Scenario): Persona
  ibansOf(scenario: Scenario): readonly string[]
  category(id: number): Category | undefined
  /** The ids of the category and of those directly below it. */
  withChildren(categoryId: number): readonly number[]
}

export const createLibrary = (contents: LibraryContents): Library => {
  const banks = new Map(contents.banks.map((bank) => [bank.id, bank]))
  const personas = new Map(contents.personas.map((persona) => [persona.name, persona]))
  const categories = new Map(contents.categories.map((category) => [category.id, category]))
  const scenarios = new Map(contents.scenarios.map((scenario) => [scenario.name, scenario]))
  const answers = answersByBank(contents.scenarios)

  const named = <Thing>(things: ReadonlyMap<string, Thing>, kind: string, name: string): Thing => {
    const thing = things.get(name)
    if (thing === undefined) throw new Error(`The scenario library has no ${kind} '${name}'.`)
    return thing
  }

  const library: Library = {
    banks: contents.banks,
    bank: (id) => banks.get(id),
    isScripted: (bank) => answers.has(bank.blz),
    scenario: (name) => named(scenarios, 'scenario', name),
    scenarioFor: (bank, bankingInterface, credentials) =>
      answers
        .get(bank.blz)
        ?.find(
          ({ answer }) =>
            (answer.interfaces?.includes(bankingInterface) ?? true) &&
            Object.entries(answer.login ?? {}).every(([label, value]) =>
              credentials.some((credential) => credential.label === label && credential.value === value),
            ),
        )?.scenario,
    persona: (name) => named(personas, 'persona', name),
    personaOf: (scenario) => named(personas, 'persona', scenario.persona ?? `of ${scenario.name}`),
    ibansOf: (scenario) =>
      scenario.persona === undefined
        ? []
        : library.persona(scenario.persona).accounts.flatMap((account) => accountIban(account) ?? []),
    category: (id) => categories.get(id),
    withChildren: (categoryId) => [
      categoryId,
      ...contents.categories.filter((category) => category.parent === categoryId).map((category) => category.id),
    ],
  }
  return library
}

interface ScenarioAnswer {
  scenario: Scenario
  answer: Scenario['answers'][number]
}

/** What answers each bank, by BLZ; an answer that names a login goes before one that takes any. */
const answersByBank = (scenarios: readonly Scenario[]): ReadonlyMap<string, readonly ScenarioAnswer[]> => {
  const answers = new Map<string, ScenarioAnswer[]>()
  for (const scenario of scenarios) {
    for (const answer of scenario.answers) {
      const others = answers.get(answer.bank) ?? []
      answers.set(answer.bank, [...others, { scenario, answer }])
    }
  }
  const named = ({ answer }: ScenarioAnswer): number => Object.keys(answer.login ?? {}).length
  for (const [bank, list] of answers)
    answers.set(
      bank,
      list.toSorted((a, b) => named(b) - named(a)),
    )
  return answers
}

/** What comes with the package. The files were checked against their schemas when they were embedded. */
export const embeddedContents = embedded as unknown as LibraryContents

import { accountIban } from '../server/bank/counterpart.ts'
import { demoBankOf } from './approach.ts'
import embedded from './generated/library.json' with { type: 'json' }
import { LOGIN_LABEL, ownBank } from './own-bank.ts'
import type { Bank, BankingInterface, LoginCredential, Persona, Scenario } from './types.ts'

/** A global category of transactions. */
export interface Category {
  readonly id: number
  readonly name: string
  readonly parent?: number | undefined
}

/** The contents of the scenario, bank, persona and category files; generated personas are expanded. */
export interface LibraryContents {
  readonly banks: readonly Bank[]
  readonly personas: readonly Persona[]
  readonly categories: readonly Category[]
  readonly scenarios: readonly Scenario[]
}

/** Banks, personas, categories and scenarios with indexes. It is never changed. */
export interface Library {
  /** The banks of bank files and those of scenarios. */
  readonly banks: readonly Bank[]
  readonly scenarios: readonly Scenario[]
  bank(id: number): Bank | undefined
  /** Returns true if any scenario answers the bank; only such a bank can be imported. */
  isScripted(bank: Bank): boolean
  scenario(name: string): Scenario
  hasScenario(name: string): boolean
  /**
   * Returns the scenario for a login: the one that it names at the demo bank of its approach, or else the first of the
   * bank that answers interface and login.
   */
  scenarioFor(
    bank: Bank,
    bankingInterface: BankingInterface,
    credentials: readonly LoginCredential[],
  ): Scenario | undefined
  persona(name: string): Persona
  hasPersona(name: string): boolean
  personaOf(scenario: Scenario): Persona
  ibansOf(scenario: Scenario): readonly string[]
  category(id: number): Category | undefined
  /** Returns false if a bank has a secret login field of this label, or none has the label. */
  isPublicLabel(label: string): boolean
  /** Returns the ids of the category and of those directly below it. */
  withChildren(categoryId: number): readonly number[]
}

export const createLibrary = (contents: LibraryContents): Library => {
  const allBanks = [...contents.banks, ...contents.scenarios.flatMap((scenario) => ownBank(scenario) ?? [])]
  const banks = new Map(allBanks.map((bank) => [bank.id, bank]))
  const personas = new Map(contents.personas.map((persona) => [persona.name, persona]))
  const categories = new Map(contents.categories.map((category) => [category.id, category]))
  const scenarios = new Map(contents.scenarios.map((scenario) => [scenario.name, scenario]))
  const answers = answersByBank(contents.scenarios)
  const byName = scenariosByDemoBank(contents.scenarios)

  const find = <Item>(items: ReadonlyMap<string, Item>, kind: string, name: string): Item => {
    const item = items.get(name)
    if (item === undefined) throw new Error(`The scenario library has no ${kind} '${name}'.`)
    return item
  }

  let publicLabels: ReadonlySet<string> | undefined

  const library: Library = {
    banks: allBanks,
    scenarios: contents.scenarios,
    bank: (id) => banks.get(id),
    isScripted: (bank) => answers.has(bank.blz),
    scenario: (name) => find(scenarios, 'scenario', name),
    hasScenario: (name) => scenarios.has(name),
    scenarioFor: (bank, bankingInterface, credentials) =>
      byName.get(bank.blz)?.get(credentials.find(({ label }) => label === LOGIN_LABEL)?.value ?? '') ??
      answers
        .get(bank.blz)
        ?.find(
          ({ answer }) =>
            (answer.interfaces?.includes(bankingInterface) ?? true) &&
            Object.entries(answer.login ?? {}).every(([label, value]) =>
              credentials.some((credential) => credential.label === label && credential.value === value),
            ),
        )?.scenario,
    persona: (name) => find(personas, 'persona', name),
    hasPersona: (name) => personas.has(name),
    personaOf: (scenario) => find(personas, 'persona', scenario.persona ?? `of ${scenario.name}`),
    ibansOf: (scenario) =>
      scenario.persona === undefined
        ? []
        : library.persona(scenario.persona).accounts.flatMap((account) => accountIban(account) ?? []),
    category: (id) => categories.get(id),
    isPublicLabel: (label) => {
      publicLabels ??= findPublicLabels(allBanks)
      return publicLabels.has(label)
    },
    withChildren: (categoryId) => [
      categoryId,
      ...contents.categories.filter((category) => category.parent === categoryId).map((category) => category.id),
    ],
  }
  return library
}

const findPublicLabels = (banks: readonly Bank[]): ReadonlySet<string> => {
  const fields = banks.flatMap(({ interfaces }) => interfaces.flatMap(({ loginCredentials }) => loginCredentials))
  const secret = new Set(fields.filter((field) => field.secret).map(({ label }) => label))
  return new Set(fields.map(({ label }) => label).filter((label) => !secret.has(label)))
}

interface ScenarioAnswer {
  scenario: Scenario
  answer: NonNullable<Scenario['answers']>[number]
}

/** Returns the answers for each bank by BLZ; those that name more labels of a login take precedence. */
const answersByBank = (scenarios: readonly Scenario[]): ReadonlyMap<string, readonly ScenarioAnswer[]> => {
  const answers = new Map<string, ScenarioAnswer[]>()
  for (const scenario of scenarios) {
    const own = scenario.bank === undefined ? [] : [{ bank: scenario.bank.blz }]
    for (const answer of [...own, ...(scenario.answers ?? [])]) {
      const others = answers.get(answer.bank) ?? []
      answers.set(answer.bank, [...others, { scenario, answer }])
    }
  }
  const labels = ({ answer }: ScenarioAnswer): number => Object.keys(answer.login ?? {}).length
  for (const [bank, list] of answers)
    answers.set(
      bank,
      list.toSorted((a, b) => labels(b) - labels(a)),
    )
  return answers
}

/** Returns the scenarios of each demo bank by name: the name is a login there. */
const scenariosByDemoBank = (scenarios: readonly Scenario[]): ReadonlyMap<string, ReadonlyMap<string, Scenario>> => {
  const byBank = new Map<string, Map<string, Scenario>>()
  for (const scenario of scenarios) {
    const blz = demoBankOf(scenario)
    const known = byBank.get(blz)
    if (known === undefined) byBank.set(blz, new Map([[scenario.name, scenario]]))
    else known.set(scenario.name, scenario)
  }
  return byBank
}

/** The scenarios of the package. Their files were checked by the schemas when they were embedded. */
export const embeddedContents = embedded as unknown as LibraryContents

export const embeddedLibrary = createLibrary(embeddedContents)

import { accountIban } from '../server/bank/counterpart.ts'
import { demoBankOf } from './approach.ts'
import embedded from './generated/library.json' with { type: 'json' }
import { LOGIN_LABEL, ownBank } from './own-bank.ts'
import type { Bank, BankingInterface, LoginCredential, Persona, Scenario } from './types.ts'

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
  /** Those of scenarios that bring their own included. */
  readonly banks: readonly Bank[]
  readonly scenarios: readonly Scenario[]
  bank(id: number): Bank | undefined
  /** Whether any scenario answers the bank; only such a bank can be imported. */
  isScripted(bank: Bank): boolean
  scenario(name: string): Scenario
  hasScenario(name: string): boolean
  /**
   * The scenario that answers: the one that the login names at the demo bank of its approach, or else the first of the
   * bank that answers the interface and the login.
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
  /** Whether no bank has a secret login field of this label. An unknown label is not public. */
  isPublicLabel(label: string): boolean
  /** The ids of the category and of those directly below it. */
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

  const named = <Thing>(things: ReadonlyMap<string, Thing>, kind: string, name: string): Thing => {
    const thing = things.get(name)
    if (thing === undefined) throw new Error(`The scenario library has no ${kind} '${name}'.`)
    return thing
  }

  let publicLabels: ReadonlySet<string> | undefined

  const library: Library = {
    banks: allBanks,
    scenarios: contents.scenarios,
    bank: (id) => banks.get(id),
    isScripted: (bank) => answers.has(bank.blz),
    scenario: (name) => named(scenarios, 'scenario', name),
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
    persona: (name) => named(personas, 'persona', name),
    hasPersona: (name) => personas.has(name),
    personaOf: (scenario) => named(personas, 'persona', scenario.persona ?? `of ${scenario.name}`),
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

/** What answers each bank, by BLZ; an answer that names a login goes before one that takes any. */
const answersByBank = (scenarios: readonly Scenario[]): ReadonlyMap<string, readonly ScenarioAnswer[]> => {
  const answers = new Map<string, ScenarioAnswer[]>()
  for (const scenario of scenarios) {
    const own = scenario.bank === undefined ? [] : [{ bank: scenario.bank.blz }]
    for (const answer of [...own, ...(scenario.answers ?? [])]) {
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

/** The demo banks know every scenario of their approach by its name, given as login. */
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

/** What comes with the package. The files were checked against their schemas when they were embedded. */
export const embeddedContents = embedded as unknown as LibraryContents

export const embeddedLibrary = createLibrary(embeddedContents)

import { demoBankOf } from './approach.ts'
import { didYouMean } from './nearest.ts'
import { LOGIN_LABEL, ownBank } from './own-bank.ts'
import { type InnerProblem, type Problem, problemIn, type Sourced } from './problem.ts'
import type { SourcedContents } from './sourced-contents.ts'
import type { Answer, Bank, BankingInterface, Scenario } from './types.ts'

/** Returns all banks: those of bank files, and those that belong to a scenario. */
export const allBanks = ({ banks, scenarios }: SourcedContents): Sourced<Bank>[] => [
  ...banks,
  ...scenarios.flatMap(({ file, path, value }) => {
    const bank = ownBank(value)
    return bank === undefined ? [] : [{ file, path: [...path, 'bank'], value: bank }]
  }),
]

/** The banks, scenarios and personas with which an answer is compared. */
interface Surroundings {
  readonly banks: ReadonlyMap<string, Bank>
  /** The scenarios that answer a bank, an interface and a login, by `claimKey`. */
  readonly claims: Map<string, string>
  /** The scenarios that a demo bank plays for a login, by BLZ and login. */
  readonly demoLogins: ReadonlyMap<string, string>
}

/** Checks `answers`: the banks must exist and ask for the login, and one login leads to one scenario. */
export const checkResponses = (contents: SourcedContents): Problem[] => {
  // Of two banks with the same BLZ the first one counts here; the other is reported elsewhere.
  const banks = new Map(
    allBanks(contents)
      .toReversed()
      .map(({ value }) => [value.blz, value]),
  )
  const scenarios = contents.scenarios.map(({ value }) => value)
  const claims = new Map(
    scenarios
      .toReversed()
      .flatMap(({ name, bank }) => claimKeys({ bank: bank?.blz ?? '' }, banks).map((key) => [key, name])),
  )
  const demoLogins = new Map(scenarios.map((scenario) => [`${demoBankOf(scenario)} ${scenario.name}`, scenario.name]))
  return contents.scenarios.flatMap((scenario) =>
    (scenario.value.answers ?? []).flatMap((answer, index) =>
      checkAnswer(scenario.value, answer, { banks, claims, demoLogins }).map((problem) =>
        problemIn(scenario, { ...problem, path: ['answers', index, ...problem.path] }),
      ),
    ),
  )
}

const checkAnswer = (scenario: Scenario, answer: Answer, surroundings: Surroundings): InnerProblem[] => {
  const bank = surroundings.banks.get(answer.bank)
  if (bank === undefined) {
    const hint = didYouMean(answer.bank, [...surroundings.banks.keys()])
    return [{ path: ['bank'], message: `there is no bank with the BLZ ${answer.bank}; add it, or name another${hint}` }]
  }
  return [
    ...checkInterfaces(answer, bank),
    ...checkLabels(answer, bank),
    ...checkClaims(scenario, answer, surroundings),
    ...checkDemoLogin(scenario, answer, surroundings),
  ]
}

const checkInterfaces = ({ interfaces = [] }: Answer, bank: Bank): InnerProblem[] => {
  const known = bank.interfaces.map((bankInterface) => bankInterface.interface)
  return interfaces.flatMap((kind, index) => {
    if (known.includes(kind)) return []
    const message = `bank ${bank.blz} has no ${kind}; it has ${known.join(', ') || 'no interface'}`
    return [{ path: ['interfaces', index], message }]
  })
}

const checkLabels = ({ login = {} }: Answer, bank: Bank): InnerProblem[] => {
  const known = bank.interfaces.flatMap(({ loginCredentials }) => loginCredentials.map(({ label }) => label))
  return Object.keys(login)
    .filter((label) => !known.includes(label))
    .map((label) => ({
      path: ['login', label],
      atKey: true,
      message: `bank ${bank.blz} does not ask for '${label}'; it asks for ${[...new Set(known)].join(', ')}`,
    }))
}

/** Claims the login for a scenario, and reports the scenario that has claimed it before. */
const checkClaims = ({ name }: Scenario, answer: Answer, { banks, claims }: Surroundings): InnerProblem[] => {
  const keys = claimKeys(answer, banks)
  const other = keys.map((key) => claims.get(key)).find((owner) => owner !== undefined && owner !== name)
  for (const key of keys) if (!claims.has(key)) claims.set(key, name)
  if (other === undefined) return []
  const message = `'${other}' answers the same bank, interface and login; give one of them another login`
  return [{ path: [], message }]
}

const claimKeys = ({ bank: blz, interfaces, login = {} }: Answer, banks: ReadonlyMap<string, Bank>): string[] => {
  const kinds: readonly BankingInterface[] = interfaces ?? banks.get(blz)?.interfaces.map((one) => one.interface) ?? []
  const values = Object.entries(login).sort(([a], [b]) => (a < b ? -1 : 1))
  return kinds.map((kind) => JSON.stringify([blz, kind, values]))
}

/** Reports a login that is the name of another scenario of the demo bank. */
const checkDemoLogin = ({ name }: Scenario, { bank, login }: Answer, { demoLogins }: Surroundings): InnerProblem[] => {
  const value = login?.[LOGIN_LABEL]
  const owner = demoLogins.get(`${bank} ${value}`)
  if (value === undefined || owner === undefined || owner === name) return []
  const message = `at this bank the login '${value}' stands for the scenario of that name; choose another login`
  return [{ path: ['login', LOGIN_LABEL], message }]
}

import type { Scenario } from '../../scenarios/types.ts'

/** A scenario that was chosen for what a user does next, whatever bank and login say. Plain data. */
export interface ScenarioChoice {
  scenario: string
  /** Undefined for whichever user comes next. */
  userKey: string | undefined
  /** How often it is still taken; undefined until it is reset. */
  times: number | undefined
}

/** The choices of a world, oldest first. */
export interface ScenarioChoices {
  add(choice: ScenarioChoice): void
  /** Whether there is one for this user. */
  has(userKey: string): boolean
  /** Takes the oldest for this user. */
  take(userKey: string): Scenario | undefined
  all(): readonly ScenarioChoice[]
  /** Puts others in place of all choices. */
  replace(choices: readonly ScenarioChoice[]): void
}

/** Finds scenarios by their names, as the library does. */
interface ScenarioSource {
  scenario(name: string): Scenario
}

export const createScenarioChoices = (library: ScenarioSource): ScenarioChoices => {
  let choices: ScenarioChoice[] = []
  const find = (userKey: string): ScenarioChoice | undefined =>
    choices.find((choice) => choice.userKey === undefined || choice.userKey === userKey)
  return {
    add: (choice) => {
      choices.push({ ...choice })
    },
    has: (userKey) => find(userKey) !== undefined,
    take: (userKey) => {
      const choice = find(userKey)
      if (choice === undefined) return undefined
      if (choice.times !== undefined) choice.times -= 1
      if (choice.times === 0) choices = choices.filter((other) => other !== choice)
      return library.scenario(choice.scenario)
    },
    all: () => choices.map((choice) => ({ ...choice })),
    replace: (others) => {
      choices = others.map((choice) => ({ ...choice }))
    },
  }
}

import { list, object, optional, text, whole } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'

/** A scenario that was chosen for the next calls to a bank; takes precedence over bank and login. Plain data. */
export interface ScenarioChoice {
  scenario: string
  /** The user it is chosen for; undefined for any user. */
  userKey: string | undefined
  /** The number of calls left; undefined if it is used until it is cleared. */
  times: number | undefined
}

/** The choices of a world, oldest first. */
export interface ScenarioChoiceStore extends Store<readonly ScenarioChoice[]> {
  add(choice: ScenarioChoice): void
  has(userKey: string): boolean
  /** Uses the oldest choice for the user once and returns the name of its scenario. */
  take(userKey: string): string | undefined
  all(): readonly ScenarioChoice[]
  clear(): void
}

export const createScenarioChoiceStore = (): ScenarioChoiceStore => {
  let choices: ScenarioChoice[] = []
  const find = (userKey: string): ScenarioChoice | undefined =>
    choices.find((choice) => choice.userKey === undefined || choice.userKey === userKey)
  const all = (): ScenarioChoice[] => choices.map((choice) => ({ ...choice }))

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
      return choice.scenario
    },
    all,
    clear: () => {
      choices = []
    },
    removeOwnedBy: (userKey) => {
      choices = choices.filter((choice) => choice.userKey !== userKey)
    },
    state: all,
    restore: (state) => {
      choices = state.map((choice) => ({ ...choice }))
    },
  }
}

export const scenarioChoiceStore = defineStore({
  create: createScenarioChoiceStore,
  shape: list(
    object<ScenarioChoice>({
      scenario: text,
      userKey: optional(text),
      times: optional(whole(1, Number.MAX_SAFE_INTEGER)),
    }),
  ),
  requires: (choices: readonly ScenarioChoice[]) => ({ scenarios: choices.map(({ scenario }) => scenario) }),
})

import { didYouMean } from '../../scenarios/nearest.ts'
import { userKey } from '../access/users/user.ts'
import { InputError, UnknownNameError } from '../core/input.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import type { World } from './world.ts'

/** The user that a scenario is chosen for, and the number of calls. */
export interface ScenarioChoiceOptions {
  /** Id of the user; any user if left out. */
  user?: string | undefined
  /** The number of imports and updates that use it; all until `clear()` if left out. */
  times?: number | undefined
}

/** Chooses the scenario of the next calls to a bank, whatever bank and login say. */
export interface ScenarioSelection {
  /** The names of all scenarios of the world. */
  names(): string[]
  /**
   * Chooses the scenario of the next imports. Throws an InputError for an impossible number, an UnknownNameError for a
   * scenario or a user that does not exist.
   *
   * @example
   * world.scenarios.next('embedded-wrong-then-right-tan', { user: user.id, times: 1 })
   */
  next(scenario: string, options?: ScenarioChoiceOptions): ScenarioChoice
  /** The choices that were not used up, oldest first. */
  chosen(): readonly ScenarioChoice[]
  /** Removes every choice. */
  clear(): void
}

export const createScenarioSelection = ({
  library,
  users,
  scenarioChoices,
}: Pick<World, 'library' | 'users' | 'scenarioChoices'>): ScenarioSelection => {
  const names = (): string[] => library.scenarios.map(({ name }) => name)

  return {
    names,
    next: (scenario, { user, times } = {}) => {
      if (!library.hasScenario(scenario)) {
        const hint = didYouMean(scenario, names()) || '; GET /_mock/scenarios lists them all'
        throw new UnknownNameError(`there is no scenario '${scenario}'${hint}`, 'scenario')
      }
      const key = user === undefined ? undefined : userKey(user)
      if (key !== undefined && !users.has(key)) {
        throw new UnknownNameError(`there is no user '${user}'; it has to be created first`, 'user')
      }
      if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
        throw new InputError(`times must be a whole number of at least 1, but is ${times}`, 'times')
      }
      const choice = { scenario, userKey: key, times }
      scenarioChoices.add(choice)
      return choice
    },
    chosen: scenarioChoices.all,
    clear: scenarioChoices.clear,
  }
}

import { didYouMean } from '../../scenarios/nearest.ts'
import { userKey } from '../access/users/user.ts'
import { InputError, UnknownNameError } from '../core/input.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import type { World } from './world.ts'

/** Limits a scenario choice to a user or a number of calls. */
export interface ScenarioChoiceOptions {
  /** Id of the user; any user if omitted. */
  user?: string | undefined
  /** The number of imports and updates that use it; unlimited if omitted. */
  times?: number | undefined
}

/** Chooses scenarios for the next imports and updates, which take precedence over those of bank and login. */
export interface ScenarioSelection {
  /** Returns the names of all scenarios of the world. */
  names(): string[]
  /**
   * Chooses the scenario of the next imports and updates. Throws an InputError for an invalid number and an
   * UnknownNameError for a scenario or user that does not exist.
   *
   * @example
   * world.scenarios.next('embedded-wrong-then-right-tan', { user: user.id, times: 1 })
   */
  next(scenario: string, options?: ScenarioChoiceOptions): ScenarioChoice
  /** Returns the choices that are not used up, oldest first. */
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
        throw new UnknownNameError(`there is no user '${user}'; create the user first`, 'user')
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

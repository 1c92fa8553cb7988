import { didYouMean } from '../../scenarios/nearest.ts'
import { userKey } from '../access/users/user.ts'
import { InputError, UnknownNameError } from '../core/input.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import type { World } from './world.ts'

/** For whom a scenario is chosen, and how often. */
export interface ScenarioTurns {
  /** Id of the user; whoever comes next when left out. */
  user?: string | undefined
  /** How many imports and updates take it; all until `clear()` when left out. */
  times?: number | undefined
}

/** Chooses what users meet at the bank next, whatever bank and login say. */
export interface ScenarioPicker {
  /** Names of all scenarios of the world. */
  names(): string[]
  /**
   * Chooses the scenario of the next imports and updates. Throws an InputError for what cannot be, an UnknownNameError
   * for a scenario or a user that does not exist.
   *
   * @example
   * world.scenarios.next('embedded-wrong-then-right-tan', { user: user.id, times: 1 })
   */
  next(scenario: string, turns?: ScenarioTurns): ScenarioChoice
  /** What is chosen and was not taken yet, oldest first. */
  chosen(): readonly ScenarioChoice[]
  /** Forgets every choice. */
  clear(): void
}

export const createScenarioPicker = ({ library, users, choices }: PickingWorld): ScenarioPicker => {
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
      choices.add(choice)
      return choice
    },
    chosen: choices.all,
    clear: () => choices.replace([]),
  }
}

type PickingWorld = Pick<World, 'library' | 'users' | 'choices'>

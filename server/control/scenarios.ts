import { approachOf } from '../../scenarios/approach.ts'
import { waysTo } from '../../scenarios/ways.ts'
import type { ScenarioChoice } from '../banking/scenario-choices.ts'
import { userKey } from '../banking/user.ts'
import type { World } from '../world.ts'
import { bodyOf, ControlError, type ControlHandlers, type Schemas } from './exchange.ts'

export const scenarioHandlers: ControlHandlers = {
  listScenarios: ({ world }) => ({
    status: 200,
    body: {
      scenarios: world.library.scenarios.map((scenario) => ({
        name: scenario.name,
        story: scenario.story,
        approach: approachOf(scenario),
        banks: waysTo(scenario, world.library),
      })),
    },
  }),

  listChoices: ({ world }) => ({
    status: 200,
    body: { choices: world.choices.all().map((choice) => present(world, choice)) },
  }),

  chooseScenario: (exchange) => {
    const { world } = exchange
    const { scenario, user, times } = bodyOf(exchange, 'Choice')
    if (!world.library.hasScenario(scenario)) {
      throw new ControlError(404, `there is no scenario '${scenario}'; GET /_mock/scenarios lists them all`, 'scenario')
    }
    const key = user === undefined ? undefined : userKey(user)
    if (key !== undefined && !world.users.has(key)) throw new ControlError(404, `there is no user '${user}'`, 'user')
    const choice = { scenario, userKey: key, times }
    world.choices.add(choice)
    return { status: 201, body: present(world, choice) }
  },

  clearChoices: ({ world }) => {
    world.choices.replace([])
    return { status: 204 }
  },
}

const present = (world: World, { scenario, userKey: key, times }: ScenarioChoice): Schemas['Choice'] => ({
  scenario,
  ...(key === undefined ? {} : { user: world.users.get(key)?.id ?? key }),
  ...(times === undefined ? {} : { times }),
})

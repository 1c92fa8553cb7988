import { approachOf } from '../../scenarios/approach.ts'
import { entryPoints } from '../../scenarios/entry-points.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import type { World } from '../world/world.ts'
import { bodyOf, type ControlHandlers, type Schemas } from './exchange.ts'

export const scenarioHandlers: ControlHandlers = {
  listScenarios: ({ world }) => ({
    status: 200,
    body: {
      scenarios: world.library.scenarios.map((scenario) => ({
        name: scenario.name,
        story: scenario.description,
        approach: approachOf(scenario),
        banks: entryPoints(world.library, scenario).map(({ bankId, blz, login }) => ({
          id: bankId,
          blz,
          ...(Object.keys(login).length === 0 ? {} : { login }),
        })),
      })),
    },
  }),

  listChoices: ({ world }) => ({
    status: 200,
    body: { choices: world.scenarios.chosen().map((choice) => present(world, choice)) },
  }),

  chooseScenario: (exchange) => {
    const { world } = exchange
    const { scenario, ...turns } = bodyOf(exchange, 'Choice')
    return { status: 201, body: present(world, world.scenarios.next(scenario, turns)) }
  },

  clearChoices: ({ world }) => {
    world.scenarios.clear()
    return { status: 204 }
  },
}

const present = (world: World, { scenario, userKey: key, times }: ScenarioChoice): Schemas['Choice'] => ({
  scenario,
  ...(key === undefined ? {} : { user: world.users.get(key)?.id ?? key }),
  ...(times === undefined ? {} : { times }),
})

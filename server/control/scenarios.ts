import { approachOf } from '../../scenarios/approach.ts'
import { entryPoints } from '../../scenarios/entry-points.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import { createScenarioSelection } from '../world/scenario-selection.ts'
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
    body: {
      choices: createScenarioSelection(world)
        .chosen()
        .map((choice) => present(world, choice)),
    },
  }),

  chooseScenario: (exchange) => {
    const { world } = exchange
    const { scenario, ...options } = bodyOf(exchange, 'Choice')
    return { status: 201, body: present(world, createScenarioSelection(world).next(scenario, options)) }
  },

  clearChoices: ({ world }) => {
    createScenarioSelection(world).clear()
    return { status: 204 }
  },
}

const present = (world: World, { scenario, userKey: key, times }: ScenarioChoice): Schemas['Choice'] => ({
  scenario,
  ...(key === undefined ? {} : { user: world.users.get(key)?.id ?? key }),
  ...(times === undefined ? {} : { times }),
})

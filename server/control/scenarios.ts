import { approachOf } from '../../scenarios/approach.ts'
import { entryPoints } from '../../scenarios/entry-points.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import { createScenarioSelection } from '../world/scenario-selection.ts'
import type { World } from '../world/world.ts'
import { type ControlHandlers, readBody, type Schemas } from './exchange.ts'

export const scenarioHandlers: ControlHandlers = {
  listScenarios: ({ world }) => ({
    status: 200,
    body: {
      scenarios: world.library.scenarios.map((scenario) => ({
        name: scenario.name,
        description: scenario.description,
        approach: approachOf(scenario),
        banks: entryPoints(world.library, scenario).map(({ bankId, blz, login }) => ({
          id: bankId,
          blz,
          ...(Object.keys(login).length === 0 ? {} : { login }),
        })),
      })),
    },
  }),

  listScenarioChoices: ({ world }) => ({
    status: 200,
    body: {
      choices: createScenarioSelection(world)
        .chosen()
        .map((choice) => toJson(world, choice)),
    },
  }),

  chooseScenario: (exchange) => {
    const { world } = exchange
    const { scenario, ...options } = readBody(exchange, 'ScenarioChoice')
    return { status: 201, body: toJson(world, createScenarioSelection(world).next(scenario, options)) }
  },

  clearScenarioChoices: ({ world }) => {
    createScenarioSelection(world).clear()
    return { status: 204 }
  },
}

const toJson = (world: World, { scenario, userKey: key, times }: ScenarioChoice): Schemas['ScenarioChoice'] => ({
  scenario,
  ...(key === undefined ? {} : { user: world.users.get(key)?.id ?? key }),
  ...(times === undefined ? {} : { times }),
})

import { ask, createUsers, DEMO, hashOf, importRequest, PROCEDURE } from './finapi.mjs'
import { call, exchange, measure } from './load.mjs'
import { CONNECTIONS } from './servers.mjs'
import { takeTurns } from './turns.mjs'

/** Each connection asks again and again for the challenge of its own pending import. */
const pendingSteps = async (mock, version) => {
  const tokens = await createUsers(mock.pool, CONNECTIONS)
  return Promise.all(
    tokens.map(async (token) => {
      const hash = hashOf(await ask(mock.pool, importRequest(version, token, DEMO), 510))
      const multiStepAuthentication = { hash, twoStepProcedureId: PROCEDURE }
      return importRequest(version, token, { ...DEMO, multiStepAuthentication })
    }),
  )
}

/** A single step answered with 510. */
export const benchImportStep = async ({ mock, bare, again }, turns) => {
  const v1 = await pendingSteps(mock, 'v1')
  const v2 = await pendingSteps(mock, 'v2')
  const step = await call(mock.pool, v1[0])
  for (const server of [bare, again]) await server.learn({ step })
  const bareSteps = v1.map((request) => ({ ...request, path: '/step' }))
  const against = (server, requests) => (warmUp) =>
    measure(server, (_, lane) => exchange(server.pool, requests[lane], 510), { warmUp })
  const results = await takeTurns(turns, {
    bare: against(bare, bareSteps),
    again: against(again, bareSteps),
    v1: against(mock, v1),
    v2: against(mock, v2),
  })
  return { name: 'import step (510)', unit: 'request', ...results }
}

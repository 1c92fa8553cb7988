import { createUsers, DEMO, hashOf, importRequest, PROCEDURE } from './finapi.mjs'
import { call, exchange, expectStatus, measure } from './load.mjs'
import { takeTurns } from './turns.mjs'

const IMPORTS = 80

/** Imports in three requests and answers the bodies. */
const importOnce = async (pool, version, token) => {
  const first = importRequest(version, token, DEMO)
  const chosen = await call(pool, first)
  expectStatus(chosen.status, 510, first)
  const hash = hashOf(chosen.body)
  const procedure = { multiStepAuthentication: { hash, twoStepProcedureId: PROCEDURE } }
  const second = importRequest(version, token, { ...DEMO, ...procedure })
  const challenge = await call(pool, second)
  expectStatus(challenge.status, 510, second)
  procedure.multiStepAuthentication.challengeResponse = 'demo'
  const third = importRequest(version, token, { ...DEMO, ...procedure })
  const imported = await call(pool, third)
  expectStatus(imported.status, 201, third)
  return { requests: [first, second, third], answers: [chosen, challenge, imported] }
}

/** A whole import with the choice of a procedure and a code: three requests, each import by a user of its own. */
export const benchFullImport = async ({ mock, bare, again }, turns) => {
  const perVersion = IMPORTS * (turns + 1)
  const tokens = await createUsers(mock.pool, 2 * perVersion + 1)
  const example = await importOnce(mock.pool, 'v1', tokens.pop())
  const names = ['chosen', 'challenge', 'imported']
  const answers = Object.fromEntries(names.map((name, index) => [name, example.answers[index]]))
  for (const server of [bare, again]) await server.learn(answers)
  const bareRequests = example.requests.map((request, index) => ({ ...request, path: `/${names[index]}` }))
  const againstBare = (server) => (warmUp) =>
    measure(
      server,
      async () => {
        // As the mock's turn: two answers are parsed for their hash, the body of each request is written anew.
        for (const request of bareRequests) {
          JSON.stringify(JSON.parse(request.body))
          await call(server.pool, request)
        }
      },
      { warmUp, limit: IMPORTS },
    )
  const againstMock = (version) => (warmUp) =>
    measure(mock, () => importOnce(mock.pool, version, tokens.pop()), { warmUp, limit: IMPORTS })
  const results = await takeTurns(turns, {
    bare: againstBare(bare),
    again: againstBare(again),
    v1: againstMock('v1'),
    v2: againstMock('v2'),
  })
  return { name: 'full import (3 requests)', unit: 'import', ...results }
}

/** `GET /bankConnections/{id}`. */
export const benchGetConnection = async ({ mock, bare, again }, turns) => {
  const [token] = await createUsers(mock.pool, 1)
  const { answers } = await importOnce(mock.pool, 'v2', token)
  const request = (version) => ({
    method: 'GET',
    path: `/api/${version}/bankConnections/${answers[2].body.id}`,
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
  })
  const connection = await call(mock.pool, request('v1'))
  for (const server of [bare, again]) await server.learn({ connection })
  const against = (server, sent) => (warmUp) => measure(server, () => exchange(server.pool, sent, 200), { warmUp })
  const bareRequest = { ...request('v1'), path: '/connection' }
  const results = await takeTurns(turns, {
    bare: against(bare, bareRequest),
    again: against(again, bareRequest),
    v1: against(mock, request('v1')),
    v2: against(mock, request('v2')),
  })
  return { name: 'GET bank connection', unit: 'request', ...results }
}

import { CONNECTIONS } from '../load/generator.mjs'
import { ask, createUsers, hashOf, importSteps } from './finapi.mjs'
import { expectBody } from './subject.mjs'

/** Requests for the challenge of pending imports, one for each connection: an import stays at this step. */
const pendingSteps = async (mock, version) => {
  const tokens = await createUsers(mock, CONNECTIONS)
  return Promise.all(
    tokens.map(async (token) => {
      const start = await ask(mock, importSteps(version, token).start, 510)
      return importSteps(version, token, hashOf(start)).choose
    }),
  )
}

/** The mock must respond with a challenge, as it did before and after. */
const expectChallenge = (server, request) => async () => {
  const [{ code, multiStepAuthentication }] = (await ask(server, request, 510)).errors
  const { status } = multiStepAuthentication
  if (status !== 'CHALLENGE_RESPONSE_REQUIRED') throw new Error(`${server.url}: ${code} ${status} is no challenge`)
}

/** An import step that responds with 510 and a challenge. */
export const importStep = async ({ generate, mock, bare, again, peers, versions, example }) => {
  const requests = {}
  for (const version of versions) requests[version] = await pendingSteps(mock, version)
  const { step } = example.responses
  const under = (server, sent, verify) => ({
    run: (time) => generate(server, { requests: sent, expected: [step.status] }, time),
    verify,
  })
  const fixed = (server, sent) => under(server, sent, expectBody(server, sent[0], step))
  const bareRequests = requests.v2.map((request) => ({ ...request, path: '/step' }))
  const subjects = { bare: fixed(bare, bareRequests), again: fixed(again, bareRequests) }
  for (const version of versions) {
    subjects[version] = under(mock, requests[version], expectChallenge(mock, requests[version][0]))
  }
  for (const [name, server] of Object.entries(peers)) {
    const asked = requests.v2.map((sent) => ({ ...sent, headers: { ...sent.headers, ...server.stepHeaders } }))
    subjects[name] = fixed(server, asked)
  }
  return subjects
}

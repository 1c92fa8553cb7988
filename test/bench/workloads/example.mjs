import { setTimeout } from 'node:timers/promises'
import { ask, createUsers, get, hashOf, importSteps } from './finapi.mjs'

const MAX_ATTEMPTS = 300

const isReady = ({ updateStatus, categorizationStatus }) => updateStatus === 'READY' && categorizationStatus === 'READY'

/** Repeats a request until its body is as wanted, and answers the body. */
const repeatUntil = async (mock, request, isDone) => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const body = await ask(mock, request, 200)
    if (isDone(body)) return body
    await setTimeout(100)
  }
  throw new Error(`${request.path}: not ready after ${MAX_ATTEMPTS} requests`)
}

/** Waits until the downloads of all bank connections and the categorization are done. */
export const untilAllReady = (mock, request) =>
  repeatUntil(mock, request, ({ connections }) => connections.every(isReady))

/**
 * Imports once and answers the request for the bank connection, and the response to each step of the import and for the
 * connection: what the other contestants serve.
 */
export const importExample = async (mock, version) => {
  const [token] = await createUsers(mock, 1)
  const start = await ask(mock, importSteps(version, token).start, 510)
  const { choose, answer } = importSteps(version, token, hashOf(start))
  const step = await ask(mock, choose, 510)
  const imported = await ask(mock, answer, 201)
  const request = get(`/api/${version}/bankConnections/${imported.id}`, token)
  const connection = await repeatUntil(mock, request, isReady)
  return {
    request,
    responses: {
      start: { status: 510, body: start },
      step: { status: 510, body: step },
      imported: { status: 201, body: imported },
      connection: { status: 200, body: connection },
    },
  }
}

import { CONNECTIONS } from '../load/generator.mjs'
import { STAND_INS } from '../load/raw-request.mjs'
import { createUsers, importSteps } from './finapi.mjs'

const STEPS = ['start', 'step', 'imported']
const STATUSES = [510, 201]

/** Imports in a ms that the first load is prepared for, when the speed of the server is not known yet. */
const FIRST_SPEED = 2

/** Imports must be whole: two challenges for each connection, but for those under way when the load ended. */
const expectWholeImports = ({ statuses }) => {
  const unfinished = statuses[510] - 2 * statuses[201]
  if (unfinished >= 0 && unfinished <= 2 * CONNECTIONS) return
  throw new Error(`whole imports: responses by status ${JSON.stringify(statuses)}`)
}

/** Makes the load of imports, each by a user of its own: somewhat more users than the load before needed. */
const makeImportLoad = (generate, mock, version) => {
  const steps = Object.values(importSteps(version, STAND_INS.token, STAND_INS.hash)).map((request) => ({
    ...request,
    headers: { ...request.headers, 'X-Request-Id': STAND_INS.id },
  }))
  let speed = FIRST_SPEED
  return async (time) => {
    for (;;) {
      const tokens = await createUsers(mock, Math.ceil(speed * time * 1.5))
      const result = await generate(mock, { sequence: { steps, tokens }, expected: STATUSES }, time)
      if (!result.exhausted) {
        expectWholeImports(result)
        speed = (result.requests / STEPS.length / result.time) * 1000
        return result
      }
      speed *= 2
    }
  }
}

/** A whole import with the choice of a procedure and a code: three requests. */
export const wholeImport = async ({ generate, mock, bare, again, versions }) => {
  const sent = Object.values(importSteps('v2', STAND_INS.token, STAND_INS.hash))
  const requests = sent.map((request, index) => ({ ...request, path: `/${STEPS[index]}` }))
  const fixed = (server) => ({
    run: (time) => generate(server, { requests, expected: STATUSES }, time),
  })
  const subjects = { bare: fixed(bare), again: fixed(again) }
  for (const version of versions) subjects[version] = { run: makeImportLoad(generate, mock, version) }
  return subjects
}

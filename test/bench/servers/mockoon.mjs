import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOnPort } from './process.mjs'

const route = (uuid, method, endpoint, { status, body }) => ({
  uuid,
  type: 'http',
  method,
  endpoint,
  responses: [
    {
      uuid: `${uuid}-response`,
      statusCode: status,
      headers: [{ key: 'Content-Type', value: 'application/json' }],
      bodyType: 'INLINE',
      body: JSON.stringify(body),
      disableTemplating: true,
      default: true,
    },
  ],
})

const makeEnvironment = ({ step, connection }, port) => ({
  uuid: 'bench',
  lastMigration: 33,
  name: 'bench',
  hostname: '127.0.0.1',
  port,
  routes: [
    route('step', 'post', 'api/v2/bankConnections/import', step),
    route('connection', 'get', 'api/v2/bankConnections/:id', connection),
  ],
  rootChildren: [
    { type: 'route', uuid: 'step' },
    { type: 'route', uuid: 'connection' },
  ],
})

/** Starts Mockoon with a route for each of the two operations, without templates. */
export const startMockoon = ({ packages, placement, directory, responses }) =>
  startOnPort((port) => {
    const data = join(directory, 'mockoon.json')
    writeFileSync(data, JSON.stringify(makeEnvironment(responses, port)))
    const command = join(packages, '@mockoon/cli/bin/run.js')
    return [
      ...placement.server,
      process.execPath,
      command,
      'start',
      '--repair',
      '--disable-log-to-file',
      '--data',
      data,
    ]
  })

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOnPort } from './process.mjs'

const response = ({ status, body }) => ({
  status,
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json' },
})

/** Stubs of the two operations; the one of the import looks into the JSON body. */
const makeMappings = ({ step, connection }) => ({
  mappings: [
    {
      request: {
        method: 'POST',
        urlPath: '/api/v2/bankConnections/import',
        bodyPatterns: [{ matchesJsonPath: '$.multiStepAuthentication.hash' }],
      },
      response: response(step),
    },
    {
      request: { method: 'GET', urlPathPattern: '/api/v2/bankConnections/[0-9]+' },
      response: response(connection),
    },
  ],
})

/** Starts WireMock as it is shipped. */
export const startWireMock = ({ packages, placement, directory, responses }) => {
  const root = join(directory, 'wiremock')
  mkdirSync(join(root, 'mappings'), { recursive: true })
  writeFileSync(join(root, 'mappings/bench.json'), JSON.stringify(makeMappings(responses)))
  const build = join(packages, 'wiremock/build')
  const jar = join(
    build,
    readdirSync(build).find((name) => name.endsWith('.jar')),
  )
  return startOnPort((port) => [...placement.server, 'java', '-jar', jar, '--port', String(port), '--root-dir', root])
}

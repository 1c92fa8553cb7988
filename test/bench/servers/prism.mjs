import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOnPort } from './process.mjs'

const contract = new URL('../../../contracts/openapi/v2.json', import.meta.url)

/** Makes an API document of the two operations under load, each with its response as the only example. */
const makeDocument = ({ step, connection }) => {
  const { openapi, info, paths, components } = JSON.parse(readFileSync(contract, 'utf8'))
  const withExample = (path, method, { status, body }) => {
    const operation = paths[path][method]
    const content = operation.responses[status].content['application/json']
    const responses = {
      ...operation.responses,
      [status]: { ...operation.responses[status], content: { 'application/json': { ...content, example: body } } },
    }
    return { [path]: { [method]: { ...operation, responses } } }
  }
  return {
    openapi,
    info,
    paths: {
      ...withExample('/api/v2/bankConnections/import', 'post', step),
      ...withExample('/api/v2/bankConnections/{id}', 'get', connection),
    },
    components,
  }
}

/** Starts Prism with the project's contract of the two operations. It responds with 510 only to those who ask for it. */
export const startPrism = async ({ packages, placement, directory, responses }) => {
  const document = join(directory, 'prism.json')
  writeFileSync(document, JSON.stringify(makeDocument(responses)))
  const command = join(packages, '@stoplight/prism-cli/dist/index.js')
  const server = await startOnPort((port) => [
    ...placement.server,
    process.execPath,
    command,
    'mock',
    '--port',
    String(port),
    document,
  ])
  return { ...server, stepHeaders: { Prefer: 'code=510' } }
}

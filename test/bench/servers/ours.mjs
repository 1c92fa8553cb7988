import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import { startPrinting } from './process.mjs'

const file = (path) => fileURLToPath(new URL(path, import.meta.url))

export const MOCK = [process.execPath, file('../../../dist/cli.js'), '--port', '0']
export const BARE = [process.execPath, file('bare-server.mjs')]

/** Starts the built command with its default settings: its journal records. */
export const startMock = ({ server }) => startPrinting([...server, ...MOCK])

/** Starts a bare server; `learn` gives it the responses that it serves. */
export const startBare = async ({ server }) => {
  const bare = await startPrinting([...server, ...BARE])
  const learn = async (responses) => {
    const { statusCode } = await request(bare.url, { method: 'PUT', body: JSON.stringify(responses) })
    if (statusCode !== 204) throw new Error(`the bare server took no responses: ${statusCode}`)
  }
  return { ...bare, learn }
}

import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import { type MockServerOptions, toSettings } from './options.ts'
import { loadLibrary } from './scenario-option.ts'
import { type MockWorld, type MockWorlds, toMockWorlds } from './world/mock-world.ts'
import { createWorlds } from './world/worlds.ts'

/** A running mock server. */
export interface MockServer {
  /** The base URL for clients, in place of finAPI's. */
  url: string
  /** The world of requests without the prefix of a world. */
  world: MockWorld
  /** Every world of the server, by name. */
  worlds: MockWorlds
  /** The token that the control API requires; undefined if only this machine reaches the server. */
  controlToken: string | undefined
  /** Stops listening and closes open connections. */
  close(): Promise<void>
}

/**
 * Starts a mock server and resolves when it listens. Throws an OptionError for an unusable option.
 *
 * @example
 * const server = await startMockServer({ port: 0 })
 * const client = createFinApiClient({ baseUrl: server.url, clientId: 'mock-client', clientSecret: 'mock-secret' })
 */
export const startMockServer = async (options: MockServerOptions = {}): Promise<MockServer> => {
  const { scenarios } = options
  const library = scenarios === undefined ? undefined : await loadLibrary(scenarios)
  const settings = toSettings(options, library)
  const worlds = createWorlds(settings)
  const app = createApp(worlds, settings)
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    overrideGlobalObjects: false,
    createServer: ((options: ServerOptions, next: RequestListener) =>
      createServer(options, app.listen(next))) as typeof createServer,
  })
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, () => {
      const bound = server.address()
      if (bound === null || typeof bound === 'string') reject(new Error('the server does not listen on a TCP port'))
      else resolve(bound)
    })
  })
  const url = settings.publicUrl ?? `http://${toHost(address)}:${address.port}`
  const mockWorlds = toMockWorlds(worlds, () => url)
  return {
    url,
    world: mockWorlds.default,
    worlds: mockWorlds,
    controlToken: settings.controlToken,
    close: () =>
      new Promise((resolve, reject) => {
        worlds.stop()
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** Returns the host under which a client on this machine reaches the address. */
const toHost = ({ address, family }: AddressInfo): string => {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1'
  return family === 'IPv6' ? `[${address}]` : address
}

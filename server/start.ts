import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import { type MockServerOptions, settingsFrom } from './options.ts'
import { libraryFrom } from './scenario-option.ts'
import type { World } from './world/world.ts'
import { createWorlds, type Worlds } from './world/worlds.ts'

/** A running mock server. */
export interface MockServer {
  /** Where clients reach it: the base URL to give them in place of finAPI's. */
  url: string
  /** The world of requests without a world's prefix: its clock can be advanced. */
  world: World
  /** Every world of the server, by name. */
  worlds: Worlds
  /** What calls to the control API have to carry; undefined where only this machine reaches the server. */
  controlToken: string | undefined
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>
}

/**
 * Starts a mock server and answers when it listens. Throws an OptionError for an unusable option.
 *
 * @example
 * const server = await startMockServer({ port: 0 })
 * const client = createFinApiClient({ baseUrl: server.url, clientId: 'mock-client', clientSecret: 'mock-secret' })
 */
export const startMockServer = async (options: MockServerOptions = {}): Promise<MockServer> => {
  const { scenarios } = options
  const library = scenarios === undefined ? undefined : await libraryFrom(scenarios)
  const settings = settingsFrom(options, library)
  const worlds = createWorlds(settings)
  const app = createApp(worlds, settings)
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env), overrideGlobalObjects: false })
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, () => {
      const bound = server.address()
      if (bound === null || typeof bound === 'string') reject(new Error('the server listens to no TCP port'))
      else resolve(bound)
    })
  })
  return {
    url: settings.publicUrl ?? `http://${hostOf(address)}:${address.port}`,
    world: worlds.default,
    worlds,
    controlToken: settings.controlToken,
    close: () =>
      new Promise((resolve, reject) => {
        worlds.stop()
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** An address that a client on this machine can call. */
const hostOf = ({ address, family }: AddressInfo): string => {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1'
  return family === 'IPv6' ? `[${address}]` : address
}

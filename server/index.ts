import { type App, createApp } from './app.ts'
import { type MockServerOptions, settingsFrom } from './options.ts'
import type { World } from './world.ts'
import { createWorlds } from './worlds.ts'

export type { App } from './app.ts'
export { type MockServerOptions, OptionError } from './options.ts'
export { type MockServer, startMockServer } from './start.ts'
export type { World } from './world.ts'

/** The mock without a socket: `fetch` answers requests in the same process. */
export const createMockApp = (options: MockServerOptions = {}): App & { world: World } => {
  const settings = settingsFrom(options)
  const worlds = createWorlds(settings)
  return { ...createApp(worlds, settings), world: worlds.default }
}

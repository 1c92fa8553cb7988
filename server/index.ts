import { type App, createApp } from './app.ts'
import { type MockServerOptions, toSettings } from './options.ts'
import { type MockWorld, type MockWorlds, toMockWorlds } from './world/mock-world.ts'
import { createWorlds } from './world/worlds.ts'

export { type ExpandedScenarios, expandScenarios } from '../scenarios/given-scenarios.ts'
export type { Scenario, ScenarioDefinition } from '../scenarios/types.ts'
export type { App } from './app.ts'
export { InputError, UnknownNameError } from './core/input.ts'
export type { FaultSpec } from './faults/fault-spec.ts'
export type { Fault, Faults } from './faults/faults.ts'
export type { Coverage, CoverageReport } from './observe/coverage/coverage.ts'
export type { JournalEntry } from './observe/journal/entry.ts'
export type { JournalFilter } from './observe/journal/filter.ts'
export { type Journal, JournalBusy, JournalTimeout } from './observe/journal/journal.ts'
export type { Expectation, Verification } from './observe/journal/verify.ts'
export type { LintReport } from './observe/lint/lint.ts'
export { type MockServerOptions, OptionError } from './options.ts'
export type { ScenarioChoice } from './sca/scenario-choices.ts'
export { type MockServer, startMockServer } from './start.ts'
export type { MockClock, MockWorld, MockWorlds } from './world/mock-world.ts'
export { type ActionResult, type PendingAction, type PendingFilter, type Psu, PsuError } from './world/psu.ts'
export type { ScenarioChoiceOptions, ScenarioSelection } from './world/scenario-selection.ts'
export { SnapshotError, type WorldSnapshot } from './world/snapshot.ts'
export { WorldError } from './world/worlds.ts'

/**
 * Creates a mock without a socket: `fetch` handles requests in the same process. Throws an OptionError for an unusable
 * option.
 *
 * @example
 * const { fetch, world } = createMockApp({ now: '2026-03-10T10:00:00Z' })
 * await fetch(new Request('http://mock/api/v2/banks', { headers: { Authorization: `Bearer ${token}` } }))
 */
export const createMockApp = (options: MockServerOptions = {}): App & { world: MockWorld; worlds: MockWorlds } => {
  const settings = toSettings(options)
  const worlds = createWorlds(settings)
  const app = createApp(worlds, settings)
  // Without a socket, only requests show the URL that clients use.
  let latestUrl = 'http://localhost'
  const mockWorlds = toMockWorlds(worlds, () => settings.publicUrl ?? new URL(latestUrl).origin)
  const fetch: App['fetch'] = (request, env) => {
    latestUrl = request.url
    return app.fetch(request, env)
  }
  return { fetch, world: mockWorlds.default, worlds: mockWorlds }
}

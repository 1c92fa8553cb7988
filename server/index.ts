import { type App, createApp } from './app.ts'
import { type MockServerOptions, settingsFrom } from './options.ts'
import type { World } from './world/world.ts'
import { createWorlds, type Worlds } from './world/worlds.ts'

export { type ExpandedScenarios, expandScenarios } from '../scenarios/given-scenarios.ts'
export type { Scenario, ScenarioDefinition } from '../scenarios/types.ts'
export type { App } from './app.ts'
export type { Clock } from './core/clock.ts'
export { InputError, UnknownNameError } from './core/input.ts'
export type { Fault, FaultBook, FaultSpec } from './faults/faults.ts'
export type { Coverage, CoverageReport } from './observe/coverage/coverage.ts'
export type { JournalEntry } from './observe/journal/entry.ts'
export type { JournalFilter } from './observe/journal/filter.ts'
export { type Journal, JournalTimeout } from './observe/journal/journal.ts'
export type { Expectation, Verification } from './observe/journal/verify.ts'
export { type LintReport, lintWorld } from './observe/lint/lint.ts'
export { type MockServerOptions, OptionError } from './options.ts'
export type { ScenarioChoice } from './sca/scenario-choices.ts'
export { type MockServer, startMockServer } from './start.ts'
export { type ActionResult, type PendingAction, type PendingFilter, type Psu, PsuError } from './world/psu.ts'
export type { ScenarioPicker, ScenarioTurns } from './world/scenario-picker.ts'
export { restoreSnapshot, SnapshotError, takeSnapshot, type WorldSnapshot } from './world/snapshot.ts'
export type { World } from './world/world.ts'
export { WorldError, type Worlds } from './world/worlds.ts'

/** The mock without a socket: `fetch` answers requests in the same process. */
export const createMockApp = (options: MockServerOptions = {}): App & { world: World; worlds: Worlds } => {
  const settings = settingsFrom(options)
  const worlds = createWorlds(settings)
  return { ...createApp(worlds, settings), world: worlds.default, worlds }
}

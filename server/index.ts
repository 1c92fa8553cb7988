import { type App, createApp } from './app.ts'
import { type MockServerOptions, settingsFrom } from './options.ts'
import type { World } from './world.ts'
import { createWorlds, type Worlds } from './worlds.ts'

export type { App } from './app.ts'
export { type ActionResult, type PendingAction, type PendingFilter, type Psu, PsuError } from './banking/psu.ts'
export type { Scenario } from './banking/scenario.ts'
export type { ScenarioChoice } from './banking/scenario-choices.ts'
export type { ScenarioPicker, ScenarioTurns } from './banking/scenario-picker.ts'
export type { Clock } from './clock.ts'
export type { Coverage, CoverageReport } from './coverage/coverage.ts'
export type { Fault, FaultBook, FaultSpec } from './faults.ts'
export { InputError, UnknownNameError } from './input.ts'
export type { JournalEntry } from './journal/entry.ts'
export type { JournalFilter } from './journal/filter.ts'
export { type Journal, JournalTimeout } from './journal/journal.ts'
export type { Expectation, Verification } from './journal/verify.ts'
export { type LintReport, lintWorld } from './lint/lint.ts'
export { type MockServerOptions, OptionError } from './options.ts'
export { restoreSnapshot, SnapshotError, takeSnapshot, type WorldSnapshot } from './snapshot.ts'
export { type MockServer, startMockServer } from './start.ts'
export type { World } from './world.ts'
export { WorldError, type Worlds } from './worlds.ts'

/** The mock without a socket: `fetch` answers requests in the same process. */
export const createMockApp = (options: MockServerOptions = {}): App & { world: World; worlds: Worlds } => {
  const settings = settingsFrom(options)
  const worlds = createWorlds(settings)
  return { ...createApp(worlds, settings), world: worlds.default, worlds }
}

import type { ApiVersion } from '../api.ts'
import { createTarget } from './create-target.ts'
import { completeSettings, type TargetSettings } from './settings.ts'
import type { Target } from './target.ts'
import { frozenTime } from './time.ts'

/** A client of every mock. */
export const mockClient = { id: 'mock-client', secret: 'mock-secret' }

/** Settings for a server on this machine, which nobody else uses: short pauses, and no budget. */
export const mockDefaults = {
  name: 'mock',
  client: mockClient,
  limits: { request: 5_000, rule: 15_000, ready: 5_000 },
  poll: { ready: 15, decoupled: 0 },
  provides: ['guide-login'],
  users: 6,
  budget: { requests: Number.POSITIVE_INFINITY, cleanup: Number.POSITIVE_INFINITY },
  patience: { repeats: 2, pause: 5, longest: 50 },
  // Its users end with it.
  ledger: undefined,
} as const satisfies Partial<TargetSettings>

/** The duration of a download of the mock, on its own clock: a rule can send a few requests meanwhile. */
export const DOWNLOAD_TIME = 400

/** Settings for a mock whose clock is frozen, where waiting costs nothing: polls see every step of an import. */
export const frozenDefaults = {
  ...mockDefaults,
  limits: { ...mockDefaults.limits, ready: 30_000 },
  poll: { ready: 100, decoupled: 5_000 },
} as const satisfies Partial<TargetSettings>

/** A mock that was started for a run. Its clock is frozen, and moves when a rule waits. */
export interface StartedMock {
  readonly url: string
  /** The settings of a target. Waiting moves the clock of the mock, so its rules run one after the other. */
  settingsFor(version: ApiVersion): TargetSettings
  targetFor(version: ApiVersion): Target
  close(): Promise<void>
}

/** Starts a mock on any free port. Loads the server only when called. */
export const startMock = async (): Promise<StartedMock> => {
  const { startMockServer } = await import('../../server/index.ts')
  const { url, world, close } = await startMockServer({ port: 0, now: new Date(), downloadTime: DOWNLOAD_TIME })
  const time = frozenTime(world.clock)
  const settingsFor = (version: ApiVersion) => completeSettings({ ...frozenDefaults, time, baseUrl: url, version })
  return { url, close, settingsFor, targetFor: (version) => createTarget(settingsFor(version)) }
}

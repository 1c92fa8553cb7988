import type { ApiVersion } from '../api.ts'
import { createTarget } from './create-target.ts'
import { completeSettings, type TargetSettings } from './settings.ts'
import type { Target } from './target.ts'

/** The clients that every mock knows. */
export const mockClient = { id: 'mock-client', secret: 'mock-secret' }

/** Long enough that a rule can ask something meanwhile, short enough that nobody waits. */
const DOWNLOAD_TIME = 250

/** What a server of our own makes unnecessary: patience, and politeness between two polls. */
export const mockDefaults = {
  name: 'mock',
  client: mockClient,
  limits: { request: 5_000, rule: 15_000, ready: 5_000 },
  poll: { ready: 15, decoupled: 0 },
  provides: ['guide-login'],
  users: 6,
  budget: { requests: Number.POSITIVE_INFINITY, cleanup: Number.POSITIVE_INFINITY },
  patience: { repeats: 2, pause: 5, longest: 50 },
  // Its users go with it.
  ledger: undefined,
} as const satisfies Partial<TargetSettings>

/** A mock that was started for a run, and has to be closed after it. */
export interface StartedMock {
  readonly url: string
  settingsFor(version: ApiVersion): TargetSettings
  targetFor(version: ApiVersion): Target
  close(): Promise<void>
}

/** Starts a mock on any free port. The server is only loaded when one is wanted. */
export const startMock = async (): Promise<StartedMock> => {
  const { startMockServer } = await import('../../server/index.ts')
  const { url, close } = await startMockServer({ port: 0, downloadTime: DOWNLOAD_TIME })
  const settingsFor = (version: ApiVersion) => completeSettings({ ...mockDefaults, baseUrl: url, version })
  return { url, close, settingsFor, targetFor: (version) => createTarget(settingsFor(version)) }
}

import type { MockServerOptions } from '../../server/index.ts'
import type { ApiVersion } from '../api.ts'
import type { Rule } from '../rule.ts'
import { type Run, runRules } from '../run.ts'
import { createTarget } from '../targets/create-target.ts'
import { mockDefaults } from '../targets/mock.ts'
import { changeBody, IMPORT, together } from './interferences.ts'
import { type Behind, type Interference, startProxy } from './proxy.ts'

/** Long enough that a rule can ask something meanwhile even on a busy machine, short enough to be waited for. */
const DOWNLOAD_TIME = 300

/** Three weeks fill pages as well as months do, and hundreds of runs read them. */
const SHORT_HISTORY = 21

const shortHistory = changeBody(IMPORT, (body) => {
  if (Number(body.maxDaysForDownload) === 120) body.maxDaysForDownload = SHORT_HISTORY
})

const manners = {
  name: 'mutant',
  // What never becomes ready should not take longer than it has to.
  limits: { ...mockDefaults.limits, ready: 3_000 },
  poll: { ready: 60, decoupled: 0 },
}

/** A mock that mutants are made of. The server is only loaded when one is wanted. */
export const originalMock = async (options: MockServerOptions = {}): Promise<Behind> => {
  const { createMockApp } = await import('../../server/index.ts')
  return createMockApp({ downloadTime: DOWNLOAD_TIME, ...options })
}

export interface Through {
  readonly behind: Behind
  readonly version: ApiVersion
  readonly interfere: Interference
  readonly rules: readonly Rule[]
}

/** Asks a server to pass rules through a proxy that interferes. */
export const runThrough = async ({ behind, version, interfere, rules }: Through): Promise<Run> => {
  const proxy = await startProxy(behind, together(interfere, shortHistory))
  try {
    return await runRules(createTarget({ ...mockDefaults, ...manners, baseUrl: proxy.url, version }), rules)
  } finally {
    await proxy.close()
  }
}

import type { MockServerOptions } from '../../server/index.ts'
import type { ApiVersion } from '../api.ts'
import type { Rule } from '../rule.ts'
import { type Run, runRules } from '../run.ts'
import { mockDefaults } from '../targets/mock.ts'
import { createTarget } from '../targets/target.ts'
import { type Interference, startProxy } from './proxy.ts'

/** Long enough that a rule can ask something meanwhile even on a busy machine, short enough to be waited for. */
const DOWNLOAD_TIME = 200

const manners = {
  name: 'mutant',
  // What never becomes ready should not take longer than it has to.
  limits: { ...mockDefaults.limits, ready: 2_000 },
  poll: { ready: 40, decoupled: 0 },
}

/** A mock that mutants are made of. The server is only loaded when one is wanted. */
export const startOriginal = async (options: MockServerOptions = {}): Promise<{ url: string; close(): Promise<void> }> => {
  const { startMockServer } = await import('../../server/index.ts')
  return startMockServer({ port: 0, downloadTime: DOWNLOAD_TIME, ...options })
}

export interface Through {
  readonly url: string
  readonly version: ApiVersion
  readonly interfere: Interference
  readonly rules: readonly Rule[]
}

/** Asks a server to pass rules through a proxy that interferes. */
export const runThrough = async ({ url, version, interfere, rules }: Through): Promise<Run> => {
  const proxy = await startProxy(url, interfere)
  try {
    return await runRules(createTarget({ ...mockDefaults, ...manners, baseUrl: proxy.url, version }), rules)
  } finally {
    await proxy.close()
  }
}

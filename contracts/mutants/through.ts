import type { MockServerOptions } from '../../server/index.ts'
import type { ApiVersion } from '../api.ts'
import type { Rule } from '../rule.ts'
import { type Run, runRules } from '../run.ts'
import { createTarget } from '../targets/create-target.ts'
import { DOWNLOAD_TIME, frozenDefaults } from '../targets/mock.ts'
import { frozenTime, type TargetTime } from '../targets/time.ts'
import { changeRequestBody, combine, IMPORT } from './interferences.ts'
import { type Interference, startProxy, type Upstream } from './proxy.ts'

/** Days of history: enough to fill pages, and few enough for hundreds of runs. */
const SHORT_HISTORY = 21

const shortHistory = changeRequestBody(IMPORT, (body) => {
  if (Number(body.maxDaysForDownload) === 120) body.maxDaysForDownload = SHORT_HISTORY
})

/** A mock in this process, and its clock. */
export interface LocalMock extends Upstream {
  readonly time: TargetTime
}

/** Makes a mock with a frozen clock. Loads the server only when called. */
export const createLocalMock = async (options: MockServerOptions = {}): Promise<LocalMock> => {
  const { createMockApp } = await import('../../server/index.ts')
  const { fetch, world } = createMockApp({ now: new Date(), downloadTime: DOWNLOAD_TIME, ...options })
  return { fetch, time: frozenTime(world.clock) }
}

export interface Through {
  readonly version: ApiVersion
  /** Makes the interference, which may let time pass. */
  readonly interfere: (time: TargetTime) => Interference
  readonly rules: readonly Rule[]
  /** Options of the mock that differ from the usual ones. */
  readonly server?: MockServerOptions | undefined
}

/** Runs rules against a new mock, through a proxy that interferes. */
export const runThrough = async ({ version, interfere, rules, server }: Through): Promise<Run> => {
  const mock = await createLocalMock(server)
  const proxy = await startProxy(mock, combine(interfere(mock.time), shortHistory))
  try {
    const settings = { ...frozenDefaults, name: 'mutant', time: mock.time, baseUrl: proxy.url, version }
    return await runRules(createTarget(settings), rules)
  } finally {
    await proxy.close()
  }
}

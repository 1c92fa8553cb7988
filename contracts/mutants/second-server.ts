import type { ApiVersion } from '../api.ts'
import type { Rule } from '../rule.ts'
import { rules as everyRule } from '../rules/index.ts'
import { type Run, runRules } from '../run.ts'
import { createTarget } from '../targets/create-target.ts'
import { mockDefaults } from '../targets/mock.ts'
import { realTime, type TargetTime } from '../targets/time.ts'
import { changeKey, combine, IMPORT } from './interferences.ts'
import { judgeRun } from './judge-run.ts'
import { type Interference, type StartedProxy, startProxy, type Upstream } from './proxy.ts'
import type { Verdict } from './score.ts'
import { createLocalMock } from './through.ts'
import { varying } from './variation.ts'
import { variations } from './variations.ts'

export interface SecondServerOptions {
  readonly version: ApiVersion
  /** Real milliseconds that every response takes longer; without them the clock of the server is frozen. */
  readonly latency?: number
  /** Replaces the address of the mock's own page at the bank. */
  readonly bankPage?: (redirectUrl: string) => string
}

export interface SecondServer extends StartedProxy {
  readonly time: TargetTime
}

const late =
  (latency: number): Interference =>
  async (request, forward) => {
    await realTime.wait(latency)
    return forward(request)
  }

const elsewhere = (bankPage: (redirectUrl: string) => string): Interference =>
  changeKey(IMPORT, 'redirectUrl', (url) => (typeof url === 'string' ? bankPage(url) : url))

const SEED = 'second'

/** Makes a mock on the real clock. Its downloads outlast a few late responses, so rules can send requests meanwhile. */
const createLateMock = async (latency: number): Promise<Upstream> => {
  const { createMockApp } = await import('../../server/index.ts')
  return createMockApp({ seed: SEED, downloadTime: 150 + 6 * latency })
}

/** Starts a server that differs from the mock in every allowed way at once. */
export const startSecondServer = async ({ version, latency, bankPage }: SecondServerOptions): Promise<SecondServer> => {
  const known = variations.filter(({ versions, maySkip }) => versions?.includes(version) !== false && !maySkip)
  const bank = bankPage ? [elsewhere(bankPage)] : []
  if (latency === undefined) {
    const mock = await createLocalMock({ seed: SEED })
    return { ...(await startProxy(mock, combine(varying(known)(mock.time), ...bank))), time: mock.time }
  }
  const mock = await createLateMock(latency)
  const differing = varying(known)(realTime)
  return { ...(await startProxy(mock, combine(late(latency), differing, ...bank))), time: realTime }
}

/** Distributes rules over several workers; each of them also runs the shape rules, on its own responses. */
const distribute = (rules: readonly Rule[], workers: number): Rule[][] => {
  const isShape = ({ id }: Rule): boolean => id.startsWith('shapes.')
  const others = rules.filter((rule) => !isShape(rule))
  return Array.from({ length: workers }, (_, worker) => [
    ...others.filter((__, index) => index % workers === worker),
    ...rules.filter(isShape),
  ])
}

/** Runs all rules with several workers at once: one after the other they would take minutes. */
const runAtOnce = (baseUrl: string, version: ApiVersion, workers: number): Promise<Run[]> =>
  Promise.all(
    distribute(everyRule, workers).map((rules) =>
      runRules(
        createTarget({
          ...mockDefaults,
          name: 'second server',
          limits: { request: 30_000, rule: 90_000, ready: 30_000 },
          poll: { ready: 50, decoupled: 0 },
          concurrency: 1,
          baseUrl,
          version,
        }),
        rules,
      ),
    ),
  )

const LATENCY = 260
const WORKERS = 12

/** Checks that all rules pass at a second server that is slow in real time: no rule may depend on quick responses. */
export const judgeSecondServer = async (version: ApiVersion): Promise<Verdict> => {
  const server = await startSecondServer({ version, latency: LATENCY })
  try {
    const runs = await runAtOnce(server.url, version, WORKERS)
    const results = runs.flatMap((run) => run.results)
    // No worker calls every operation.
    const shapes = results.map(({ rule }) => rule.id).filter((id) => id.startsWith('shapes.'))
    const leftUsers = runs.flatMap((run) => run.leftUsers)
    return judgeRun('variation', 'everything differs, and every response is late', { results, leftUsers }, shapes)
  } finally {
    await server.close()
  }
}

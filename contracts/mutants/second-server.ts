import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiVersion } from '../api.ts'
import type { Rule } from '../rule.ts'
import { rules as everyRule } from '../rules/index.ts'
import { type Run, runRules } from '../run.ts'
import { createTarget } from '../targets/create-target.ts'
import { mockDefaults } from '../targets/mock.ts'
import { changeKey, IMPORT, together } from './interferences.ts'
import { type Interference, type StartedProxy, startProxy } from './proxy.ts'
import { originalMock } from './through.ts'
import { varying } from './variation.ts'
import { variations } from './variations.ts'

export interface SecondServerOptions {
  readonly version: ApiVersion
  /** Milliseconds that every answer takes longer. */
  readonly latency: number
  /** Where a person is sent in place of the mock's own page at the bank. */
  readonly bankPage?: (redirectUrl: string) => string
}

const late =
  (latency: number): Interference =>
  async (request, forward) => {
    await sleep(latency)
    return forward(request)
  }

const elsewhere = (bankPage: (redirectUrl: string) => string): Interference =>
  changeKey(IMPORT, 'redirectUrl', (url) => (typeof url === 'string' ? bankPage(url) : url))

/** A server that does everything differently that it may, all at once: no mock of ours, as far as a client can tell. */
export const startSecondServer = async ({ version, latency, bankPage }: SecondServerOptions): Promise<StartedProxy> => {
  const known = variations.filter(({ versions, maySkip }) => versions?.includes(version) !== false && !maySkip)
  // A download outlasts a few late answers, or nothing could be asked meanwhile.
  const behind = await originalMock({ seed: 'second', downloadTime: 150 + 6 * latency })
  const interferences = [late(latency), varying(known), ...(bankPage ? [elsewhere(bankPage)] : [])]
  return startProxy(behind, together(...interferences))
}

/** Deals rules out over several targets; each of them also judges the shapes that it got to see. */
const dealOut = (rules: readonly Rule[], hands: number): Rule[][] => {
  const isShape = ({ id }: Rule): boolean => id.startsWith('shapes.')
  const dealt = rules.filter((rule) => !isShape(rule))
  return Array.from({ length: hands }, (_, hand) => [
    ...dealt.filter((__, index) => index % hands === hand),
    ...rules.filter(isShape),
  ])
}

/** Asks a slow server to pass all rules, several at a time: one after the other they would wait for minutes. */
export const runAtOnce = (baseUrl: string, version: ApiVersion, hands: number): Promise<Run[]> =>
  Promise.all(
    dealOut(everyRule, hands).map((rules) =>
      runRules(
        createTarget({
          ...mockDefaults,
          name: 'second server',
          limits: { request: 30_000, rule: 90_000, ready: 30_000 },
          poll: { ready: 50, decoupled: 0 },
          baseUrl,
          version,
        }),
        rules,
      ),
    ),
  )

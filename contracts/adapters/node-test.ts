import type { Rule } from '../rule.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Target } from '../targets/target.ts'
import { concerning, createTestSession, suiteNameOf, testNameOf, timeLimitOf } from './as-test.ts'

interface Limit {
  readonly timeout: number
}

/** The part of node:test that is used; handed in, as a runner may wrap it. */
export interface NodeTestFunctions {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (
    name: string,
    options: Limit,
    body: (context: { readonly skip: (message?: string) => void }) => Promise<void>,
  ) => unknown
  readonly before: (body: () => Promise<void>, options: Limit) => unknown
  readonly after: (body: () => Promise<void>, options: Limit) => unknown
}

/**
 * Registers each rule as a test of node:test: its id and sentence are the name, and a skipped rule tells why. The
 * tests of one target run one after the other, and what they create is deleted after the last.
 *
 * @example
 * import { after, before, describe, it } from 'node:test'
 * import { createTarget, rules } from 'finapi-mock/contracts'
 * import { contractTests } from 'finapi-mock/contracts/node-test'
 *
 * const target = createTarget({ baseUrl: 'http://127.0.0.1:8510', version: 'v2', client })
 * contractTests({ describe, it, before, after }, target, [...rules, ourOwnRule])
 */
export const contractTests = (
  { describe, it, before, after }: NodeTestFunctions,
  target: Target,
  rules: readonly Rule[] = everyRule,
): void => {
  const timeout = timeLimitOf(target)
  describe(suiteNameOf(target), () => {
    const session = createTestSession(target)
    before(() => session.begin(), { timeout })
    after(() => session.close(), { timeout })
    for (const rule of concerning(target, rules))
      it(testNameOf(rule), { timeout }, async (context) => {
        const reason = await session.run(rule)
        if (reason !== undefined) context.skip(reason)
      })
  })
}

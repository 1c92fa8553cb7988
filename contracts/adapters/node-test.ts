import type { Rule } from '../rule.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Target } from '../targets/target.ts'
import { createTestSession, selectRules, toSuiteName, toTestLimit, toTestName } from './as-test.ts'

interface Limit {
  readonly timeout: number
}

/** The part of node:test that is used; a parameter, because some runners wrap it. */
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
 * Registers each rule as a test of node:test, named by its id and title; a skipped rule has the reason as its message.
 * The tests run in sequence, and what they create is deleted after the last one.
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
  const timeout = toTestLimit(target)
  describe(toSuiteName(target), () => {
    const session = createTestSession(target)
    before(() => session.start(), { timeout })
    after(() => session.close(), { timeout })
    for (const rule of selectRules(target, rules))
      it(toTestName(rule), { timeout }, async (context) => {
        const reason = await session.run(rule)
        if (reason !== undefined) context.skip(reason)
      })
  })
}

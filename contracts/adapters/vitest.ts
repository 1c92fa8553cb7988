import type { Rule } from '../rule.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Target } from '../targets/target.ts'
import { createTestSession, selectRules, toSuiteName, toTestLimit, toTestName } from './as-test.ts'

/** The part of vitest that is used; a parameter, so that it is the vitest that runs the tests. */
export interface VitestFunctions {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (
    name: string,
    body: (context: { readonly skip: (note?: string) => never }) => Promise<void>,
    limit: number,
  ) => unknown
  readonly beforeAll: (body: () => Promise<void>, limit: number) => unknown
  readonly afterAll: (body: () => Promise<void>, limit: number) => unknown
}

/**
 * Registers each rule as a vitest test, named by its id and title; a skipped rule has the reason as its note. The tests
 * run in sequence, and what they create is deleted after the last one.
 *
 * @example
 * import { afterAll, beforeAll, describe, it } from 'vitest'
 * import { createTarget, rules } from 'finapi-mock/contracts'
 * import { contractTests } from 'finapi-mock/contracts/vitest'
 *
 * const target = createTarget({ baseUrl: 'http://127.0.0.1:8510', version: 'v2', client })
 * contractTests({ describe, it, beforeAll, afterAll }, target, [...rules, ourOwnRule])
 */
export const contractTests = (
  { describe, it, beforeAll, afterAll }: VitestFunctions,
  target: Target,
  rules: readonly Rule[] = everyRule,
): void => {
  const limit = toTestLimit(target)
  describe(toSuiteName(target), () => {
    const session = createTestSession(target)
    beforeAll(() => session.start(), limit)
    afterAll(() => session.close(), limit)
    for (const rule of selectRules(target, rules))
      it(
        toTestName(rule),
        async ({ skip }) => {
          const reason = await session.run(rule)
          if (reason !== undefined) skip(reason)
        },
        limit,
      )
  })
}

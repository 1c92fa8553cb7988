import { formatCurl } from '../report/curl.ts'
import type { Rule } from '../rule.ts'
import { checkReachable, type RuleResult, runRule } from '../run.ts'
import type { Target } from '../targets/target.ts'

/** More than a rule takes: it ends by itself at its own limit. */
const EXTRA_TIME = 10_000

/** Returns the name of a rule's test: its id and its title. */
export const toTestName = ({ id, title }: Rule): string => `${id}: ${title}`

/** Returns the name of the tests of one target. */
export const toSuiteName = ({ settings: { name, version } }: Target): string => `finAPI contract: ${name} ${version}`

/** Returns the rules for the target's version. */
export const selectRules = (target: Target, rules: readonly Rule[]): Rule[] =>
  rules.filter(({ versions }) => versions.includes(target.version))

/** Returns the time limit of a test in milliseconds. */
export const toTestLimit = ({ settings }: Target): number => settings.limits.rule + EXTRA_TIME

/** A rule failed; the message has its evidence, and a curl command that repeats the last request. */
export class RuleFailed extends Error {
  override name = 'RuleFailed'
}

const describeFailure = ({ rule, text = '', exchanges }: RuleResult, { settings }: Target): string =>
  [
    text,
    `Evidence: ${rule.evidence.source} (grade ${rule.evidence.grade})`,
    ...exchanges.slice(-1).map((exchange) => `To repeat the last request:\n${formatCurl(exchange, settings.baseUrl)}`),
  ].join('\n\n')

/** The tests of one target. */
export interface TestSession {
  /** Rejects if the target is not reachable; deletes users that an earlier run left behind. */
  readonly start: () => Promise<void>
  /** Runs a rule: rejects if it fails, and resolves to the reason if it is skipped. */
  readonly run: (rule: Rule) => Promise<string | undefined>
  /** Deletes what was created; rejects if that is not possible, or if every rule was skipped. */
  readonly close: () => Promise<void>
}

/** Makes the session that the tests of one target share. */
export const createTestSession = (target: Target): TestSession => {
  let skipped = 0
  let checked = 0
  return {
    start: async () => {
      await checkReachable(target)
      await target.deleteLeftovers()
    },
    run: async (rule) => {
      const result = await runRule(target, rule)
      if (result.outcome === 'skipped') {
        skipped += 1
        return result.text ?? 'no reason given'
      }
      checked += 1
      if (result.outcome === 'failed') throw new RuleFailed(describeFailure(result, target))
      return undefined
    },
    close: async () => {
      const left = await target.close()
      if (left.length > 0) throw new Error(`these users could not be deleted: ${left.join(', ')}`)
      // Otherwise the tests would be green without having proven anything.
      if (checked === 0 && skipped > 0) throw new Error('nothing was checked: every rule was skipped')
    },
  }
}

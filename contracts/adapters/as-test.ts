import { formatCurl } from '../report/curl.ts'
import type { Rule } from '../rule.ts'
import { lookFirst, type RuleResult, runRule } from '../run.ts'
import type { Target } from '../targets/target.ts'

/** How a test is called: its id finds it, its sentence explains it. */
export const testNameOf = ({ id, title }: Rule): string => `${id}: ${title}`

/** How the tests of one target are called together. */
export const suiteNameOf = ({ settings: { name, version } }: Target): string => `finAPI contract: ${name} ${version}`

/** The rules that say something about the version a target speaks. */
export const concerning = (target: Target, rules: readonly Rule[]): Rule[] =>
  rules.filter(({ versions }) => versions.includes(target.version))

/** A rule ends by itself when its time is over; the runner only steps in when even that does not work. */
export const timeLimitOf = ({ settings }: Target): number => settings.limits.rule + 10_000

/** A rule did not hold. The message says on what evidence it stands, and how to repeat the last request. */
export class RuleFailed extends Error {
  override name = 'RuleFailed'
}

const messageOf = ({ rule, text = '', exchanges }: RuleResult, { settings }: Target): string =>
  [
    text,
    `Evidence: ${rule.evidence.source} (grade ${rule.evidence.grade})`,
    ...exchanges.slice(-1).map((exchange) => `To repeat the last request:\n${formatCurl(exchange, settings.baseUrl)}`),
  ].join('\n\n')

/** What the tests of one target have to know of each other. */
export interface TestSession {
  /** Throws when nobody answers or knows us, and deletes what an earlier run had to leave behind. */
  begin(): Promise<void>
  /** Runs one rule as one test: throws when it fails, and answers the reason when it was skipped. */
  run(rule: Rule): Promise<string | undefined>
  /** Deletes what was created. Throws when something is left, or when nothing at all could be looked at. */
  close(): Promise<void>
}

export const createTestSession = (target: Target): TestSession => {
  let skipped = 0
  let looked = 0
  return {
    async begin() {
      await lookFirst(target)
      await target.deleteLeftovers()
    },
    async run(rule) {
      const result = await runRule(target, rule)
      if (result.outcome === 'skipped') {
        skipped += 1
        return result.text ?? 'no reason given'
      }
      looked += 1
      if (result.outcome === 'failed') throw new RuleFailed(messageOf(result, target))
      return undefined
    },
    async close() {
      const left = await target.close()
      if (left.length > 0) throw new Error(`these users could not be deleted: ${left.join(', ')}`)
      // Green with nothing looked at would be a lie.
      if (looked === 0 && skipped > 0) throw new Error('nothing could be looked at: every rule was skipped')
    },
  }
}

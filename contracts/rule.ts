import { type ApiVersion, apiVersions } from './api.ts'
import type { Capability } from './capability.ts'
import type { Evidence } from './evidence.ts'
import type { Target } from './targets/target.ts'

/** The versions of a rule about either. */
export const both: readonly ApiVersion[] = apiVersions

export interface RuleDescription {
  /** `group.short-name`, unique and stable: reports compare runs by it. */
  readonly id: string
  /** A sentence in the third person, present tense. */
  readonly title: string
  readonly versions: readonly ApiVersion[]
  readonly evidence: Evidence
  readonly needs: readonly Capability[]
  /**
   * A name for the part of the target that no other rule may occupy while this one runs. `everything`: the rule runs alone, after all rules
   * before it. Nothing by default: the rule runs beside others.
   */
  readonly occupies?: string
}

/** One statement about finAPI, with its evidence and a check that runs against any target. */
export interface Rule extends RuleDescription {
  readonly check: (target: Target) => Promise<void>
}

/**
 * Defines a rule. Its check fails through the functions of `expect.ts`, and calls `skip` if it finds that the target
 * cannot show the rule.
 *
 * @example
 * export const readsItsOwnUser = defineRule(
 *   {
 *     id: 'users.reads-itself',
 *     title: 'A user token reads the user it belongs to',
 *     versions: ['v1', 'v2'],
 *     evidence: { source: 'API document, getAuthorizedUser', grade: 'A' },
 *     needs: [],
 *   },
 *   async (target) => {
 *     const user = await target.borrowUser()
 *     const read = expectSuccess(await target.call('getAuthorizedUser', { as: user }))
 *     expectEqual(read.id, user.id, 'id of the user')
 *   },
 * )
 */
export const defineRule = (description: RuleDescription, check: (target: Target) => Promise<void>): Rule => ({
  ...description,
  check,
})

/** Thrown when a target cannot show a rule; the reason appears in the report. */
export class RuleSkipped extends Error {
  override name = 'RuleSkipped'
}

/** Ends the running rule as skipped: it neither passes nor fails. */
export const skip = (reason: string): never => {
  throw new RuleSkipped(reason)
}

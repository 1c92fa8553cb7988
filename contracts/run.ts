import type { Exchange } from './exchange.ts'
import { ContractFailure } from './expect.ts'
import { createRedactor } from './report/redact.ts'
import { type Capability, type Rule, RuleSkipped } from './rule.ts'
import { TargetUnreachable } from './targets/http.ts'
import type { Target } from './targets/target.ts'
import { requestToken } from './targets/users.ts'

export type Outcome = 'passed' | 'failed' | 'skipped'

export interface RuleResult {
  readonly rule: Rule
  readonly outcome: Outcome
  /** The difference of a failure, the reason of a skip. */
  readonly text: string | undefined
  /** Allowed differences that the rule came across. */
  readonly observations: readonly string[]
  /** What went over the wire last before a rule failed, secrets removed; empty for all others. */
  readonly exchanges: readonly Exchange[]
  readonly milliseconds: number
}

export interface Run {
  readonly target: { readonly name: string; readonly baseUrl: string; readonly version: string }
  readonly results: readonly RuleResult[]
  /** Users that could not be deleted: somebody has to look after them. */
  readonly leftUsers: readonly string[]
  /** What had to be done again or waited for: a person who reads the results should know. */
  readonly notices: readonly string[]
}

/** So many exchanges of a rule are remembered while it runs, and so many of a failed one are kept. */
const REMEMBERED_EXCHANGES = 100
const KEPT_EXCHANGES = 10

export interface RunOptions {
  readonly onResult?: (result: RuleResult) => void
  /** Ends the run early: what is left is skipped, what was created is deleted. */
  readonly signal?: AbortSignal
}

/** Nothing could be looked at: the target gave no answer or did not take the credentials. */
export class CouldNotLook extends Error {
  override name = 'CouldNotLook'
}

/** A run proves something only if it looked: no rule failed and at least one passed. */
export const hasPassed = ({ results }: Run): boolean =>
  results.every(({ outcome }) => outcome !== 'failed') && results.some(({ outcome }) => outcome === 'passed')

const messageOf = (error: unknown): string => {
  if (error instanceof ContractFailure || error instanceof TargetUnreachable) return error.message
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** The capabilities a rule needs and the target does not have, as a reason. Only asked for when a rule needs one. */
const reasonToSkip = async (target: Target, needs: readonly Capability[]): Promise<string | undefined> => {
  if (needs.length === 0) return undefined
  const { missing } = await target.abilities()
  return needs.map((need) => missing.get(need)).find((reason) => reason !== undefined)
}

/** Runs one check within the time a rule has; a check that does not listen to its signal is left behind. */
const checkInTime = async (target: Target, rule: Rule, observations: string[], stop?: AbortSignal): Promise<void> => {
  const limit = target.settings.limits.rule
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(new ContractFailure(`took longer than ${limit} ms`)), limit)
  const signal = stop ? AbortSignal.any([timer.signal, stop]) : timer.signal
  try {
    const scoped = target.scoped({ signal, onObservation: (text) => observations.push(text) })
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      rule.check(scoped).then(resolve, reject)
    })
  } finally {
    clearTimeout(timeout)
  }
}

/** Puts one rule to a target: never throws, and never tells a secret. */
export const runRule = async (target: Target, rule: Rule, stop?: AbortSignal): Promise<RuleResult> => {
  const started = performance.now()
  const observations: string[] = []
  const exchanges: Exchange[] = []
  const forget = target.onExchange((exchange) => {
    exchanges.push(exchange)
    if (exchanges.length > REMEMBERED_EXCHANGES) exchanges.shift()
  })
  const result = (outcome: Outcome, text?: string): RuleResult => {
    const redactor = createRedactor(exchanges, { clientSecret: target.settings.client.secret })
    return {
      rule,
      outcome,
      text: text === undefined ? undefined : redactor.redactText(text),
      observations: observations.map(redactor.redactText),
      exchanges: outcome === 'failed' ? exchanges.slice(-KEPT_EXCHANGES).map(redactor.redactExchange) : [],
      milliseconds: Math.round(performance.now() - started),
    }
  }
  if (stop?.aborted) return result('skipped', 'the run was stopped before')
  try {
    const reason = await reasonToSkip(target, rule.needs)
    if (reason !== undefined) return result('skipped', reason)
    await checkInTime(target, rule, observations, stop)
    return result('passed')
  } catch (error) {
    if (stop?.aborted) return result('skipped', 'the run was stopped meanwhile')
    return error instanceof RuleSkipped ? result('skipped', error.message) : result('failed', messageOf(error))
  } finally {
    forget()
  }
}

/** Before anything is judged: somebody answers, and knows us. */
export const lookFirst = async (target: Target): Promise<void> => {
  const answer = await requestToken(target, { grant_type: 'client_credentials' }).catch((error: unknown) => {
    throw new CouldNotLook(messageOf(error), { cause: error })
  })
  if (answer.status === 200) return
  const { name, baseUrl, client } = target.settings
  const why = answer.status === 401 ? `does not accept the credentials of the client ${client.id}` : 'gives no token'
  throw new CouldNotLook(`${name} (${baseUrl}) ${why}: status ${answer.status}`)
}

/**
 * Asks a target to pass rules, one after the other, and cleans up behind them. A rule that is not about the target's
 * version takes no part. Throws `CouldNotLook` when there is nothing to judge.
 *
 * @example
 * const run = await runRules(target, rules, { onResult: ({ rule, outcome }) => console.error(rule.id, outcome) })
 * process.exitCode = hasPassed(run) ? 0 : 1
 */
export const runRules = async (target: Target, rules: readonly Rule[], options: RunOptions = {}): Promise<Run> => {
  const { name, baseUrl, version } = target.settings
  const results: RuleResult[] = []
  let leftUsers: readonly string[] = []
  try {
    await lookFirst(target)
    await target.deleteLeftovers()
    for (const rule of rules.filter((candidate) => candidate.versions.includes(version))) {
      const result = await runRule(target, rule, options.signal)
      results.push(result)
      options.onResult?.(result)
    }
  } finally {
    leftUsers = await target.close()
  }
  return { target: { name, baseUrl, version }, results, leftUsers, notices: target.notices }
}

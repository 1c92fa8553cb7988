import type { Capability } from './capability.ts'
import type { Exchange } from './exchange.ts'
import { ContractFailure } from './expect.ts'
import { createRedactor } from './report/redact.ts'
import { type Rule, RuleSkipped } from './rule.ts'
import { TargetUnreachable } from './targets/http.ts'
import type { Scope, Target, Turn } from './targets/target.ts'
import { requestToken } from './targets/users.ts'

export type Outcome = 'passed' | 'failed' | 'skipped'

export interface RuleResult {
  readonly rule: Rule
  readonly outcome: Outcome
  /** The difference if the rule failed, the reason if it was skipped. */
  readonly text: string | undefined
  /** Allowed differences that the rule noted. */
  readonly observations: readonly string[]
  /** The last exchanges before a rule failed, without secrets; empty unless it failed. */
  readonly exchanges: readonly Exchange[]
  readonly milliseconds: number
}

export interface Run {
  readonly target: { readonly name: string; readonly baseUrl: string; readonly version: string }
  readonly results: readonly RuleResult[]
  /** Users that could not be deleted, and have to be deleted by hand. */
  readonly leftUsers: readonly string[]
  /** Events that no rule is about, such as repeated requests. */
  readonly notices: readonly string[]
}

/** Exchanges that are kept while a rule runs, and in the result of a failed one. */
const MAX_REMEMBERED_EXCHANGES = 100
const MAX_KEPT_EXCHANGES = 10

export interface RunOptions {
  /** Called with every result, in the order of the rules. */
  readonly onResult?: (result: RuleResult) => void
  /** Ends the run early: the remaining rules are skipped, and users of the run are deleted. */
  readonly signal?: AbortSignal
}

/** The target cannot be checked: it does not respond, or refuses the credentials. */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
}

/** Returns whether a run proves anything: no rule failed, and at least one passed. */
export const hasPassed = ({ results }: Run): boolean =>
  results.every(({ outcome }) => outcome !== 'failed') && results.some(({ outcome }) => outcome === 'passed')

const messageOf = (error: unknown): string => {
  if (error instanceof ContractFailure || error instanceof TargetUnreachable) return error.message
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** Returns the reason for a capability that the rule needs and the target lacks. Detects them only if needed. */
const reasonToSkip = async (target: Target, needs: readonly Capability[]): Promise<string | undefined> => {
  if (needs.length === 0) return undefined
  const { missing } = await target.abilities()
  return needs.map((need) => missing.get(need)).find((reason) => reason !== undefined)
}

/** Runs a check within the real time that a rule has; a check that ignores its signal is abandoned. */
const checkInTime = async (
  limit: number,
  check: (signal: AbortSignal) => Promise<void>,
  stop?: AbortSignal,
): Promise<void> => {
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(new ContractFailure(`took longer than ${limit} ms`)), limit)
  const signal = stop ? AbortSignal.any([timer.signal, stop]) : timer.signal
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      check(signal).then(resolve, reject)
    })
  } finally {
    clearTimeout(timeout)
  }
}

/** The exchanges that a rule sent, and those of shared work that it waited for. */
const createExchangeLog = () => {
  const all: { readonly exchange: Exchange; readonly kind: 'own' | 'shared' }[] = []
  const add: NonNullable<Scope['onExchange']> = (exchange, kind) => {
    all.push({ exchange, kind })
    if (all.length > MAX_REMEMBERED_EXCHANGES) all.shift()
  }
  return {
    add,
    list: () => all.map(({ exchange }) => exchange),
    /** Lists those that explain a failure: a rule that sent nothing itself has checked the responses to others. */
    listRelevant: () => {
      const own = all.filter(({ kind }) => kind === 'own')
      return (own.length > 0 ? own : all).map(({ exchange }) => exchange).slice(-MAX_KEPT_EXCHANGES)
    },
  }
}

const checkRule = async (target: Target, rule: Rule, { scoped }: Turn, stop?: AbortSignal): Promise<RuleResult> => {
  const started = performance.now()
  const observations: string[] = []
  const log = createExchangeLog()
  const scope = { onObservation: (text: string) => observations.push(text), onExchange: log.add }
  const result = (outcome: Outcome, text?: string): RuleResult => {
    const milliseconds = Math.round(performance.now() - started)
    // Reading the secrets of long responses takes time, and most results need none of it.
    if (text === undefined && observations.length === 0)
      return { rule, outcome, text, observations, exchanges: [], milliseconds }
    const redactor = createRedactor(log.list(), { clientSecret: target.settings.client.secret })
    return {
      rule,
      outcome,
      text: text === undefined ? undefined : redactor.redactText(text),
      observations: observations.map(redactor.redactText),
      exchanges: outcome === 'failed' ? log.listRelevant().map(redactor.redactExchange) : [],
      milliseconds,
    }
  }
  if (stop?.aborted) return result('skipped', 'the run was stopped before')
  try {
    const reason = await reasonToSkip(scoped(scope), rule.needs)
    if (reason !== undefined) return result('skipped', reason)
    await checkInTime(target.settings.limits.rule, (signal) => rule.check(scoped({ ...scope, signal })), stop)
    return result('passed')
  } catch (error) {
    if (stop?.aborted) return result('skipped', 'the run was stopped meanwhile')
    return error instanceof RuleSkipped ? result('skipped', error.message) : result('failed', messageOf(error))
  }
}

/**
 * Runs one rule against a target, beside others as far as the target allows. Never throws, unless `onResult` does, and
 * its result contains no secrets.
 */
export const runRule = (target: Target, rule: Rule, { signal, onResult }: RunOptions = {}): Promise<RuleResult> =>
  target.takeTurn({ occupies: rule.occupies }, async (turn) => {
    const result = await checkRule(target, rule, turn, signal)
    turn.report(() => onResult?.(result))
    return result
  })

/** Throws `UnreachableError` unless the target responds and accepts the client's credentials. */
export const checkReachable = async (target: Target): Promise<void> => {
  const response = await requestToken(target, { grant_type: 'client_credentials' }).catch((error: unknown) => {
    throw new UnreachableError(messageOf(error), { cause: error })
  })
  if (response.status === 200) return
  const { name, baseUrl, client } = target.settings
  const why = response.status === 401 ? `does not accept the credentials of the client ${client.id}` : 'gives no token'
  throw new UnreachableError(`${name} (${baseUrl}) ${why}: status ${response.status}`)
}

/** Runs rules side by side; an error of `onResult` stops them all, and is thrown. */
const runAll = async (target: Target, rules: readonly Rule[], { signal, onResult }: RunOptions): Promise<void> => {
  const broken = new AbortController()
  const report = (result: RuleResult): void => {
    if (broken.signal.aborted) return
    try {
      onResult?.(result)
    } catch (error) {
      broken.abort(error)
    }
  }
  const stop = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal
  await Promise.all(rules.map((rule) => runRule(target, rule, { signal: stop, onResult: report })))
  broken.signal.throwIfAborted()
}

/**
 * Runs the rules about the target's version, several at once if the target allows, and deletes the users that they
 * created. The results are in the order of the rules. Throws `UnreachableError` if the target cannot be checked.
 *
 * @example
 * const run = await runRules(target, rules, { onResult: ({ rule, outcome }) => console.error(rule.id, outcome) })
 * process.exitCode = hasPassed(run) ? 0 : 1
 */
export const runRules = async (target: Target, rules: readonly Rule[], options: RunOptions = {}): Promise<Run> => {
  const { name, baseUrl, version } = target.settings
  const results: RuleResult[] = []
  let leftUsers: readonly string[] = []
  const onResult = (result: RuleResult): void => {
    results.push(result)
    options.onResult?.(result)
  }
  try {
    await checkReachable(target)
    await target.deleteLeftovers()
    const ofVersion = rules.filter((candidate) => candidate.versions.includes(version))
    await runAll(target, ofVersion, { ...options, onResult })
  } finally {
    leftUsers = await target.close()
  }
  return { target: { name, baseUrl, version }, results, leftUsers, notices: target.notices }
}

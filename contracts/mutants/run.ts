import type { ApiVersion } from '../api.ts'
import { breaks as everyBreak } from '../rules/breaks.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Break } from './break.ts'
import { judgeRun } from './judge-run.ts'
import { unchanged } from './proxy.ts'
import type { Score, Verdict } from './score.ts'
import { judgeSecondServer } from './second-server.ts'
import { runThrough } from './through.ts'
import { unlicensed } from './unlicensed.ts'
import { type Variation, varying } from './variation.ts'
import { variations as everyVariation } from './variations.ts'

export interface MutantOptions {
  /** Runs all rules against every break, not only the rule that has to catch it: takes minutes. */
  readonly isThorough?: boolean
  /** Checks only every n-th break, and nothing that needs a run of all rules. */
  readonly sample?: { readonly oneOf: number; readonly from: number }
  /** Only mutants whose description or rule contains this text. */
  readonly only?: string
  readonly breaks?: readonly Break[]
  readonly variations?: readonly Variation[]
}

const concerns = ({ versions }: { readonly versions?: readonly ApiVersion[] }, version: ApiVersion): boolean =>
  versions?.includes(version) ?? true

const judgeBreak = async (
  version: ApiVersion,
  { wrong, caughtBy, after = [], make }: Break,
  isThorough: boolean,
): Promise<Verdict> => {
  const needed = new Set([...after, caughtBy])
  const rules = everyRule.filter(({ id }) => isThorough || needed.has(id))
  const verdict = { kind: 'break', what: wrong, rule: caughtBy } as const
  const { results } = await runThrough({ version, interfere: make, rules })
  const found = results.find(({ rule }) => rule.id === caughtBy)
  if (found?.outcome === 'failed' && found.text) return { ...verdict, isAsItShould: true }
  const why = found ? `it ${found.outcome}${found.text ? ` (${found.text})` : ''}` : 'there is no such rule'
  return { ...verdict, isAsItShould: false, why }
}

const judgeVariation = async (version: ApiVersion, variation: Variation): Promise<Verdict> => {
  const interfere = varying([variation])
  const run = await runThrough({ version, interfere, rules: everyRule, server: variation.server })
  return judgeRun('variation', variation.differs, run, variation.maySkip)
}

/** Checks that all rules pass through a proxy that changes nothing: otherwise failures would prove nothing. */
const judgeUnchanged = async (version: ApiVersion): Promise<Verdict> =>
  judgeRun('control', 'nothing differs', await runThrough({ version, interfere: () => unchanged, rules: everyRule }))

/** Checks a server where the client may not import: rules that need an import are skipped, all others pass. */
const judgeUnlicensed = async (version: ApiVersion): Promise<Verdict> => {
  const what = 'the client may only import through the web form'
  const run = await runThrough({ version, interfere: () => unlicensed, rules: everyRule })
  const importing = run.results.filter(({ rule: { needs } }) => needs.includes('direct-import'))
  const isSkipped = importing.every(({ outcome, text }) => outcome === 'skipped' && text?.includes('web form'))
  if (!isSkipped) return { kind: 'variation', what, isAsItShould: false, why: 'rules that import are not skipped' }
  const maySkip = run.results.filter(({ rule: { id, needs } }) => needs.length > 0 || id.startsWith('shapes.'))
  return judgeRun(
    'variation',
    what,
    run,
    maySkip.map(({ rule }) => rule.id),
  )
}

/** Combines all variations into one. */
const allAtOnce = (variations: readonly Variation[]): Variation => ({
  differs: 'everything differs at once',
  exchange: varying(variations),
  server: Object.assign({}, ...variations.map(({ server }) => server)),
})

/** Returns the checks, each a run of its own. */
const checksFor = (version: ApiVersion, options: MutantOptions): (() => Promise<Verdict>)[] => {
  const { isThorough = false, sample, only } = options
  const isWanted = (...described: readonly string[]): boolean =>
    only === undefined || described.some((text) => text.includes(only))
  const breaks = (options.breaks ?? everyBreak)
    .filter((_, index) => sample === undefined || index % sample.oneOf === sample.from)
    .filter((one) => concerns(one, version) && isWanted(one.wrong, one.caughtBy))
    .map((one) => () => judgeBreak(version, one, isThorough))
  if (sample) return breaks
  const variations = (options.variations ?? everyVariation).filter(
    (one) => concerns(one, version) && isWanted(one.differs),
  )
  const whole = [
    () => judgeUnchanged(version),
    () => judgeUnlicensed(version),
    () => judgeVariation(version, allAtOnce(variations.filter(({ maySkip }) => !maySkip))),
    () => judgeSecondServer(version),
  ]
  return [
    ...(only === undefined ? whole : []),
    ...variations.map((one) => () => judgeVariation(version, one)),
    ...breaks,
  ]
}

/** Runs the rules against every break and every variation, one at a time. */
export const runMutants = async (version: ApiVersion, options: MutantOptions = {}): Promise<Score> => {
  const verdicts: Verdict[] = []
  // One after the other: a run never waits, so nothing is gained by running several at once.
  for (const check of checksFor(version, options)) verdicts.push(await check())
  return { version, verdicts }
}

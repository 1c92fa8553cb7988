import type { ApiVersion } from '../api.ts'
import { breaks as everyBreak } from '../rules/breaks.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Run } from '../run.ts'
import type { Break } from './break.ts'
import { inLanes } from './in-lanes.ts'
import { type Behind, faithful } from './proxy.ts'
import type { Score, Verdict } from './score.ts'
import { originalMock, runThrough } from './through.ts'
import { type Variation, varying } from './variation.ts'
import { variations as everyVariation } from './variations.ts'

export interface MutantOptions {
  /** Runs all rules against every break, not only the one that has to notice it: minutes in place of seconds. */
  readonly isThorough?: boolean
  /** Varies everything at once in place of one thing at a time: one run in place of dozens. */
  readonly isQuick?: boolean
  /** Takes only every so-manieth break, beginning with one of the first: seconds in place of a minute. */
  readonly sample?: { readonly every: number; readonly from: number }
  /** Only mutants whose description or rule contains this text. */
  readonly only?: string
  readonly breaks?: readonly Break[]
  readonly variations?: readonly Variation[]
}

/** A run mostly waits for downloads; with more at once they wait for each other. */
const LANES = 6

const concerns = ({ versions }: { readonly versions?: readonly ApiVersion[] }, version: ApiVersion): boolean =>
  versions?.includes(version) ?? true

const explain = ({ results, leftUsers }: Run, wanted: (outcome: string, id: string) => boolean): string | undefined => {
  const lines = results
    .filter(({ outcome, rule }) => wanted(outcome, rule.id))
    .map(({ rule, outcome, text }) => `${rule.id} ${outcome}${text ? `: ${text.split('\n')[0]}` : ''}`)
  if (leftUsers.length > 0) lines.push(`${leftUsers.length} users were left behind`)
  return lines.length > 0 ? lines.slice(0, 3).join('; ') : undefined
}

const judgeBreak = async (
  behind: Behind,
  version: ApiVersion,
  { wrong, caughtBy, after = [], make }: Break,
  isThorough: boolean,
): Promise<Verdict> => {
  const needed = new Set([...after, caughtBy])
  const rules = everyRule.filter(({ id }) => isThorough || needed.has(id))
  const verdict = { kind: 'break', what: wrong, rule: caughtBy } as const
  const { results } = await runThrough({ behind, version, interfere: make(), rules })
  const found = results.find(({ rule }) => rule.id === caughtBy)
  if (found?.outcome === 'failed' && found.text) return { ...verdict, isAsItShould: true }
  const isUndecided = found?.outcome === 'skipped'
  const why = found ? `it ${found.outcome}${found.text ? ` (${found.text})` : ''}` : 'there is no such rule'
  return { ...verdict, isAsItShould: false, isUndecided, why }
}

/** Fails unless every rule held, apart from those that cannot be shown this way. */
const judgeRun = (kind: Verdict['kind'], what: string, run: Run, maySkip: readonly string[] = []): Verdict => {
  const why = explain(run, (outcome, id) => outcome === 'failed' || (outcome === 'skipped' && !maySkip.includes(id)))
  if (why === undefined) return { kind, what, isAsItShould: true }
  return { kind, what, isAsItShould: false, isUndecided: !run.results.some(({ outcome }) => outcome === 'failed'), why }
}

const judgeVariation = async (behind: Behind, version: ApiVersion, variation: Variation): Promise<Verdict> => {
  const own = variation.server ? await originalMock(variation.server) : behind
  const run = await runThrough({ behind: own, version, interfere: varying([variation]), rules: everyRule })
  return judgeRun('variation', variation.differs, run, variation.maySkip)
}

/** The proof would be worthless if the rules did not hold through a proxy that changes nothing. */
const judgeFaithful = async (behind: Behind, version: ApiVersion): Promise<Verdict> =>
  judgeRun('control', 'nothing differs', await runThrough({ behind, version, interfere: faithful, rules: everyRule }))

/** Every variation that goes with the others, as one. */
const allAtOnce = (variations: readonly Variation[]): Variation => ({
  differs: 'everything differs at once',
  exchange: () => varying(variations),
  server: Object.assign({}, ...variations.map(({ server }) => server)),
})

/** What is to be looked at, each a run of its own. */
const checksFor = (behind: Behind, version: ApiVersion, options: MutantOptions): (() => Promise<Verdict>)[] => {
  const { isThorough = false, isQuick = false, sample = { every: 1, from: 0 }, only } = options
  const isWanted = (...described: readonly string[]): boolean =>
    only === undefined || described.some((text) => text.includes(only))
  const breaks = (options.breaks ?? everyBreak).filter(
    (one, index) => concerns(one, version) && isWanted(one.wrong, one.caughtBy) && index % sample.every === sample.from,
  )
  const variations = (options.variations ?? everyVariation).filter(
    (one) => concerns(one, version) && isWanted(one.differs),
  )
  const alone = variations.filter(({ maySkip }) => !isQuick || maySkip)
  const together = variations.filter((one) => !alone.includes(one))
  return [
    ...(only === undefined ? [() => judgeFaithful(behind, version)] : []),
    ...alone.map((one) => () => judgeVariation(behind, version, one)),
    ...(together.length > 0 ? [() => judgeVariation(behind, version, allAtOnce(together))] : []),
    ...breaks.map((one) => () => judgeBreak(behind, version, one, isThorough)),
  ]
}

/** Breaks a mock in every way that is known, and varies it in every way that is allowed, one at a time. */
export const runMutants = async (version: ApiVersion, options: MutantOptions = {}): Promise<Score> => {
  const checks = checksFor(await originalMock(), version, options)
  const looked = await inLanes(checks, LANES, async (check) => ({ check, verdict: await check() }))
  const verdicts: Verdict[] = []
  // On a busy machine a download can be over before a rule gets to look at it: then it looks again, alone.
  for (const { check, verdict } of looked) verdicts.push(verdict.isUndecided ? await check() : verdict)
  return { version, verdicts }
}

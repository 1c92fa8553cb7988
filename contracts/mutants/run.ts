import type { ApiVersion } from '../api.ts'
import { rules as everyRule } from '../rules/index.ts'
import type { Run } from '../run.ts'
import type { Break } from './break.ts'
import { breaks as everyBreak } from './breaks/index.ts'
import { inLanes } from './in-lanes.ts'
import { faithful } from './proxy.ts'
import type { Score, Verdict } from './score.ts'
import { runThrough, startOriginal } from './through.ts'
import { type Variation, varying } from './variation.ts'
import { variations as everyVariation } from './variations.ts'

export interface MutantOptions {
  /** Runs all rules against every break, not only the one that has to notice it: minutes in place of seconds. */
  readonly isThorough?: boolean
  /** Only mutants whose description or rule contains this text. */
  readonly only?: string
  readonly breaks?: readonly Break[]
  readonly variations?: readonly Variation[]
  /** Told of every verdict as it comes. */
  readonly onVerdict?: (verdict: Verdict) => void
}

/** A run mostly waits for downloads; with more at once they wait for each other. */
const LANES = 4

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
  url: string,
  version: ApiVersion,
  { wrong, caughtBy, after = [], make }: Break,
  isThorough: boolean,
): Promise<Verdict> => {
  const needed = new Set([...after, caughtBy])
  const rules = everyRule.filter(({ id }) => isThorough || needed.has(id))
  const verdict = { kind: 'break', what: wrong, rule: caughtBy } as const
  const { results } = await runThrough({ url, version, interfere: make(), rules })
  const found = results.find(({ rule }) => rule.id === caughtBy)
  if (found?.outcome === 'failed' && found.text) return { ...verdict, isAsItShould: true }
  const why = found ? `it ${found.outcome}${found.text ? ` (${found.text})` : ''}` : 'there is no such rule'
  return { ...verdict, isAsItShould: false, why }
}

/** Fails unless every rule held, apart from those that cannot be shown this way. */
const judgeRun = (what: string, run: Run, maySkip: readonly string[] = []): Verdict => {
  const why = explain(
    run,
    (outcome, id) => outcome === 'failed' || (outcome === 'skipped' && !maySkip.includes(id)),
  )
  return { kind: 'variation', what, isAsItShould: why === undefined, ...(why === undefined ? {} : { why }) }
}

const judgeVariation = async (url: string, version: ApiVersion, variation: Variation): Promise<Verdict> => {
  const own = variation.server ? await startOriginal(variation.server) : undefined
  try {
    const run = await runThrough({ url: own?.url ?? url, version, interfere: varying([variation]), rules: everyRule })
    return judgeRun(variation.differs, run, variation.maySkip)
  } finally {
    await own?.close()
  }
}

/** The proof would be worthless if the rules did not hold through a proxy that changes nothing. */
const judgeFaithful = async (url: string, version: ApiVersion): Promise<Verdict> =>
  judgeRun('nothing differs', await runThrough({ url, version, interfere: faithful, rules: everyRule }))

/** Breaks a mock in every way that is known, and varies it in every way that is allowed, one at a time. */
export const runMutants = async (version: ApiVersion, options: MutantOptions = {}): Promise<Score> => {
  const { isThorough = false, only, onVerdict } = options
  const isWanted = (...described: readonly string[]): boolean =>
    only === undefined || described.some((text) => text.includes(only))
  const breaks = (options.breaks ?? everyBreak).filter(
    (one) => concerns(one, version) && isWanted(one.wrong, one.caughtBy),
  )
  const variations = (options.variations ?? everyVariation).filter(
    (one) => concerns(one, version) && isWanted(one.differs),
  )
  const original = await startOriginal()
  const { url } = original
  try {
    const checks = [
      () => judgeFaithful(url, version),
      ...breaks.map((one) => () => judgeBreak(url, version, one, isThorough)),
      ...variations.map((one) => () => judgeVariation(url, version, one)),
    ]
    const verdicts = await inLanes(checks, LANES, async (check) => {
      const verdict = await check()
      onVerdict?.(verdict)
      return verdict
    })
    return { version, verdicts }
  } finally {
    await original.close()
  }
}

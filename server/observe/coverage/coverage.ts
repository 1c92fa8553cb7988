import type { ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'
import { type Approach, type CoverageGroup, START, transitionOf, universe } from './universe.ts'

/** What an exchange showed of strong customer authentication. */
export interface Met {
  explanation: Explanation | undefined
  /** What kind of challenge the answer asked the user. */
  challengeType: ChallengeType | undefined
  errorCodes: readonly string[]
}

/** How often something was met. */
export interface CoverageItem {
  name: string
  count: number
}

export interface CoverageReport {
  /** Rounded down, so that 100 is everything. */
  percent: number
  met: number
  total: number
  groups: CoverageGroupReport[]
}

export interface CoverageGroupReport {
  group: string
  met: number
  total: number
  percent: number
  /** Everything that there is to meet, in a fixed order. */
  items: CoverageItem[]
  /** What was met, but is not part of what there is to meet. */
  beyond: CoverageItem[]
}

/** Plain data: how often what was met, and where the flows stand that are under way. */
export interface CoverageState {
  counts: readonly (CoverageItem & { group: CoverageGroup })[]
  pending: readonly { flow: string; status: string }[]
}

/** Counts what was met, apart from the journal, because that forgets. */
export interface Coverage {
  note(met: Met): void
  report(): CoverageReport
  /** Begins anew; of flows that are under way, the next transition is not known. */
  clear(): void
  all(): CoverageState
  restore(state: CoverageState): void
}

/** More flows are hardly ever open at once; of one that was forgotten, only the next transition is not known. */
const MOST_PENDING = 1000

export const createCoverage = (): Coverage => {
  const tally: Record<CoverageGroup, Map<string, number>> = {
    approaches: new Map(),
    procedures: new Map(),
    challenges: new Map(),
    transitions: new Map(),
    outcomes: new Map(),
    errorCodes: new Map(),
  }
  /** Statuses by a flow's first hash. */
  const pending = new Map<string, string>()

  const count = (group: CoverageGroup, name: string): void => {
    tally[group].set(name, (tally[group].get(name) ?? 0) + 1)
  }

  const follow = (flow: string, status: string): void => {
    if (OVER.has(status)) {
      pending.delete(flow)
      return
    }
    pending.set(flow, status)
    if (pending.size <= MOST_PENDING) return
    const [oldest] = pending.keys()
    if (oldest !== undefined) pending.delete(oldest)
  }

  const noteStep = ({ flow, reason, status }: Explanation): void => {
    const before = reason === 'started' ? START : pending.get(flow)
    follow(flow, status)
    if (reason !== 'started') count('outcomes', reason)
    if (STAYING.has(reason) && (before ?? status) === status) return
    if (before !== undefined) count('transitions', transitionOf(before, status))
    const approach = before === START && status === 'COMPLETED' ? 'none' : APPROACH_OF.get(status)
    if (approach !== undefined) count('approaches', approach)
  }

  const forget = (): void => {
    for (const counts of Object.values(tally)) counts.clear()
    pending.clear()
  }

  return {
    note: ({ explanation, challengeType, errorCodes }) => {
      for (const code of errorCodes) count('errorCodes', code)
      if (challengeType !== undefined) count('procedures', challengeType)
      if (explanation === undefined) return
      noteStep(explanation)
      // A refusal, or a fault, may have been answered in place of the challenge.
      if (errorCodes.includes('ADDITIONAL_AUTHENTICATION_REQUIRED')) count('challenges', explanation.status)
    },
    report: () => {
      const groups = GROUPS.map((group) => groupReport(group, tally[group]))
      return { ...shareOf(sumOf(groups, 'met'), sumOf(groups, 'total')), groups }
    },
    clear: forget,
    all: () => ({
      counts: GROUPS.flatMap((group) => [...tally[group]].map(([name, times]) => ({ group, name, count: times }))),
      pending: [...pending].map(([flow, status]) => ({ flow, status })),
    }),
    restore: (state) => {
      forget()
      for (const { group, name, count: times } of state.counts) tally[group].set(name, times)
      for (const { flow, status } of state.pending) follow(flow, status)
    },
  }
}

const GROUPS: readonly CoverageGroup[] = [
  'approaches',
  'procedures',
  'challenges',
  'transitions',
  'outcomes',
  'errorCodes',
]

const OVER: ReadonlySet<string> = new Set(['COMPLETED', 'REJECTED'])

/** What leaves a flow at the very step where it was; other reasons lead to a new one, even where it has the same status. */
const STAYING: ReadonlySet<Explanation['reason']> = new Set([
  'repeated',
  'wrong-answer',
  'not-decided-yet',
  'only-looked',
  'already-over',
  'missing-answer',
  'no-pending-challenge',
  'unknown-procedure',
  'foreign-callback',
])

/** The status that begins an approach; to choose a procedure does not tell yet which one it will be. */
const APPROACH_OF: ReadonlyMap<string, Approach> = new Map([
  ['CHALLENGE_RESPONSE_REQUIRED', 'embedded'],
  ['REDIRECT_REQUIRED', 'redirect'],
  ['DECOUPLED_AUTH_REQUIRED', 'decoupled'],
])

const groupReport = (group: CoverageGroup, counts: ReadonlyMap<string, number>): CoverageGroupReport => {
  const names: readonly string[] = universe[group]
  const items = names.map((name) => ({ name, count: counts.get(name) ?? 0 }))
  const met = items.filter(({ count }) => count > 0).length
  const beyond = [...counts].flatMap(([name, count]) => (names.includes(name) ? [] : [{ name, count }]))
  return { group, ...shareOf(met, names.length), items, beyond }
}

const sumOf = (groups: readonly CoverageGroupReport[], field: 'met' | 'total'): number =>
  groups.reduce((sum, group) => sum + group[field], 0)

const shareOf = (met: number, total: number) => ({ percent: Math.floor((met * 100) / total), met, total })

/** The report as a table for a terminal; what was met has an x, what was met beyond it a +. */
export const coverageText = ({ groups, ...all }: CoverageReport): string => {
  const tables = groups.map(({ group, items, beyond, ...share }) =>
    [shareText(group, share), ...items.map(itemText), ...beyond.map(beyondText)].join(''),
  )
  return [...tables, shareText('all', all)].join('\n')
}

const itemText = ({ name, count }: CoverageItem): string => (count > 0 ? `  x ${name}  ${count}\n` : `    ${name}\n`)

const beyondText = ({ name, count }: CoverageItem): string => `  + ${name}  ${count}\n`

const shareText = (name: string, { met, total, percent }: ReturnType<typeof shareOf>): string =>
  `${name}: ${met} of ${total} (${percent} %)\n`

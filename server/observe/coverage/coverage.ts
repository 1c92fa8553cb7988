import type { Events } from '../../core/events.ts'
import { defineStore, type Store } from '../../core/store.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { ExchangeEvent, ExchangeEvents } from '../journal/entry.ts'
import { type Approach, type CoverageGroup, START, transitionOf, universe } from './universe.ts'

/** The number of times that an item was covered. */
export interface CoverageItem {
  name: string
  count: number
}

export interface CoverageReport {
  /** Rounded down, so that 100 is everything. */
  percent: number
  covered: number
  total: number
  groups: CoverageGroupReport[]
}

export interface CoverageGroupReport {
  group: string
  covered: number
  total: number
  percent: number
  /** Everything that there is to meet, in a fixed order. */
  items: CoverageItem[]
  /** What was covered, but is not part of what there is to meet. */
  unexpected: CoverageItem[]
}

/** Plain data: how often what was covered, and where the flows stand that are under way. */
export interface CoverageState {
  counts: readonly (CoverageItem & { group: CoverageGroup })[]
  pending: readonly { flow: string; status: string }[]
}

/** The coverage of strong customer authentication in a world. */
export interface Coverage {
  report(): CoverageReport
  /** Sets every count to zero. The next transition of a flow that is under way is not counted. */
  clear(): void
}

export type CoverageStore = Coverage & Store<CoverageState>

/** More flows are hardly ever open at once; of one that was forgotten, only the next transition is not known. */
const MAX_PENDING = 1000

/** Creates a store that counts apart from the journal, because the journal drops old exchanges. */
export const createCoverage = (events: Pick<Events<ExchangeEvents>, 'subscribe'>): CoverageStore => {
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
    if (pending.size <= MAX_PENDING) return
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

  const noteExchange = ({ record, challengeType }: ExchangeEvent): void => {
    const { explanation, errorCodes, facts } = record
    if (!facts.talksToBank) return
    for (const code of errorCodes) count('errorCodes', code)
    if (challengeType !== undefined) count('procedures', challengeType)
    if (explanation === undefined) return
    noteStep(explanation)
    // A refusal, or a fault, may have replaced the challenge.
    if (errorCodes.includes('ADDITIONAL_AUTHENTICATION_REQUIRED')) count('challenges', explanation.status)
  }

  events.subscribe('exchange', noteExchange)

  return {
    report: () => {
      const groups = GROUPS.map((group) => groupReport(group, tally[group]))
      return { ...shareOf(sumOf(groups, 'covered'), sumOf(groups, 'total')), groups }
    },
    clear: forget,
    state: () => ({
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
  const covered = items.filter(({ count }) => count > 0).length
  const unexpected = [...counts].flatMap(([name, count]) => (names.includes(name) ? [] : [{ name, count }]))
  return { group, ...shareOf(covered, names.length), items, unexpected }
}

const sumOf = (groups: readonly CoverageGroupReport[], field: 'covered' | 'total'): number =>
  groups.reduce((sum, group) => sum + group[field], 0)

const shareOf = (covered: number, total: number) => ({ percent: Math.floor((covered * 100) / total), covered, total })

/** The report as a table for a terminal; what was covered has an x, what was covered unexpected it a +. */
export const coverageText = ({ groups, ...all }: CoverageReport): string => {
  const tables = groups.map(({ group, items, unexpected, ...share }) =>
    [shareText(group, share), ...items.map(itemText), ...unexpected.map(unexpectedText)].join(''),
  )
  return [...tables, shareText('all', all)].join('\n')
}

const itemText = ({ name, count }: CoverageItem): string => (count > 0 ? `  x ${name}  ${count}\n` : `    ${name}\n`)

const unexpectedText = ({ name, count }: CoverageItem): string => `  + ${name}  ${count}\n`

const shareText = (name: string, { covered, total, percent }: ReturnType<typeof shareOf>): string =>
  `${name}: ${covered} of ${total} (${percent} %)\n`

export const coverageStore = defineStore({
  create: ({ events }: { events: Pick<Events<ExchangeEvents>, 'subscribe'> }) => createCoverage(events),
})

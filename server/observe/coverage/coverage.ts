import type { Events } from '../../core/events.ts'
import { list, object, oneOf, text, whole } from '../../core/shape.ts'
import { defineStore, type Store } from '../../core/store.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { ExchangeEvent, ExchangeEvents } from '../journal/entry.ts'
import { type Approach, type CoverageGroup, coverageItems, formatTransition, START } from './universe.ts'

/** An item and the number of times that it was covered. */
export interface CoverageItem {
  name: string
  count: number
}

/** The coverage of strong customer authentication. */
export interface CoverageReport {
  /** Rounded down, so that 100 means everything. */
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
  /** The items of the group, in a fixed order. */
  items: CoverageItem[]
  /** Other things that were covered. They do not count. */
  unexpected: CoverageItem[]
}

/** The counts, and the statuses of pending flows. */
export interface CoverageState {
  counts: readonly (CoverageItem & { group: CoverageGroup })[]
  pending: readonly { flow: string; status: string }[]
}

/** The coverage of a world. */
export interface Coverage {
  /** Returns the coverage since the start, or since `clear()`. */
  report(): CoverageReport
  /** Resets every count. The next transition of a pending flow is not counted. */
  clear(): void
}

export type CoverageStore = Coverage & Store<CoverageState>

/** The maximum number of pending flows. The next transition of a dropped flow is not counted. */
const MAX_PENDING = 1000

/** Creates a store that counts apart from the journal, because the journal drops old exchanges. */
export const createCoverage = (events: Pick<Events<ExchangeEvents>, 'subscribe'>): CoverageStore => {
  const counts: Record<CoverageGroup, Map<string, number>> = {
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
    counts[group].set(name, (counts[group].get(name) ?? 0) + 1)
  }

  const setStatus = (flow: string, status: string): void => {
    if (FINAL_STATUSES.has(status)) {
      pending.delete(flow)
      return
    }
    pending.set(flow, status)
    if (pending.size <= MAX_PENDING) return
    const [oldest] = pending.keys()
    if (oldest !== undefined) pending.delete(oldest)
  }

  const countStep = ({ flow, reason, status }: Explanation): void => {
    const before = reason === 'started' ? START : pending.get(flow)
    setStatus(flow, status)
    if (reason !== 'started') count('outcomes', reason)
    if (SAME_STEP.has(reason) && (before ?? status) === status) return
    if (before !== undefined) count('transitions', formatTransition(before, status))
    const approach = before === START && status === 'COMPLETED' ? 'none' : APPROACHES_BY_STATUS.get(status)
    if (approach !== undefined) count('approaches', approach)
  }

  const reset = (): void => {
    for (const group of Object.values(counts)) group.clear()
    pending.clear()
  }

  const countExchange = ({ record, challengeType }: ExchangeEvent): void => {
    const { explanation, errorCodes, facts } = record
    if (!facts.talksToBank) return
    for (const code of errorCodes) count('errorCodes', code)
    if (challengeType !== undefined) count('procedures', challengeType)
    if (explanation === undefined) return
    countStep(explanation)
    // A refusal, or a fault, may have replaced the challenge.
    if (errorCodes.includes('ADDITIONAL_AUTHENTICATION_REQUIRED')) count('challenges', explanation.status)
  }

  events.subscribe('exchange', countExchange)

  return {
    report: () => {
      const groups = GROUPS.map((group) => reportGroup(group, counts[group]))
      return { ...calculateShare(sumUp(groups, 'covered'), sumUp(groups, 'total')), groups }
    },
    clear: reset,
    state: () => ({
      counts: GROUPS.flatMap((group) => [...counts[group]].map(([name, times]) => ({ group, name, count: times }))),
      pending: [...pending].map(([flow, status]) => ({ flow, status })),
    }),
    restore: (state) => {
      reset()
      for (const { group, name, count: times } of state.counts) counts[group].set(name, times)
      for (const { flow, status } of state.pending) setStatus(flow, status)
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

const FINAL_STATUSES: ReadonlySet<string> = new Set(['COMPLETED', 'REJECTED'])

/** The reasons that leave a flow at its step; the others lead to a new step, even if that has the same status. */
const SAME_STEP: ReadonlySet<Explanation['reason']> = new Set([
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

/** The approach of each status that decides it; the choice of a procedure does not. */
const APPROACHES_BY_STATUS: ReadonlyMap<string, Approach> = new Map([
  ['CHALLENGE_RESPONSE_REQUIRED', 'embedded'],
  ['REDIRECT_REQUIRED', 'redirect'],
  ['DECOUPLED_AUTH_REQUIRED', 'decoupled'],
])

const reportGroup = (group: CoverageGroup, counts: ReadonlyMap<string, number>): CoverageGroupReport => {
  const names: readonly string[] = coverageItems[group]
  const items = names.map((name) => ({ name, count: counts.get(name) ?? 0 }))
  const covered = items.filter(({ count }) => count > 0).length
  const unexpected = [...counts].flatMap(([name, count]) => (names.includes(name) ? [] : [{ name, count }]))
  return { group, ...calculateShare(covered, names.length), items, unexpected }
}

const sumUp = (groups: readonly CoverageGroupReport[], field: 'covered' | 'total'): number =>
  groups.reduce((sum, group) => sum + group[field], 0)

const calculateShare = (covered: number, total: number) => ({
  percent: Math.floor((covered * 100) / total),
  covered,
  total,
})

/** Formats a report for a terminal: `x` marks covered items, `+` unexpected ones. */
export const formatCoverage = ({ groups, ...all }: CoverageReport): string => {
  const tables = groups.map(({ group, items, unexpected, ...share }) =>
    [formatShare(group, share), ...items.map(formatItem), ...unexpected.map(formatUnexpected)].join(''),
  )
  return [...tables, formatShare('all', all)].join('\n')
}

const formatItem = ({ name, count }: CoverageItem): string => (count > 0 ? `  x ${name}  ${count}\n` : `    ${name}\n`)

const formatUnexpected = ({ name, count }: CoverageItem): string => `  + ${name}  ${count}\n`

const formatShare = (name: string, { covered, total, percent }: ReturnType<typeof calculateShare>): string =>
  `${name}: ${covered} of ${total} (${percent} %)\n`

export const coverageStore = defineStore({
  isRecord: true,
  create: ({ events }: { events: Pick<Events<ExchangeEvents>, 'subscribe'> }) => createCoverage(events),
  shape: object<CoverageState>({
    counts: list(object<CoverageState['counts'][number]>({ group: oneOf(...GROUPS), name: text, count: whole() })),
    pending: list(object<CoverageState['pending'][number]>({ flow: text, status: text })),
  }),
})

import { setImmediate } from 'node:timers/promises'
import { startMockServer } from '../../server/index.ts'
import { compareQuarters, isFlat, measureHeap, toMebibytes } from '../helpers/heap.ts'
import { classify, type Finding } from './finding.ts'
import { minimise } from './minimise.ts'
import { type ProcessProblems, watchProcess } from './process-problems.ts'
import { type RoundOptions, runRound } from './round.ts'
import { sendOddities } from './socket-oddities.ts'
import { createSocketTarget, prepareForSocket } from './socket-target.ts'
import { createTarget, FUZZ_OPTIONS, normaliseRequest } from './target.ts'
import { startWatchdog } from './watchdog.ts'

export interface FuzzOptions {
  readonly seed: string
  /** Number of generated requests in one round. */
  readonly roundSize: number
  /** Number of rounds after which one goes over sockets. */
  readonly roundsPerSocketRound: number
  /** Called before each round with the number of those before; false ends the run. */
  goesOn(rounds: number): boolean
  /** Called after each round. */
  onRound?(progress: FuzzProgress): void
}

export interface FuzzProgress {
  readonly rounds: number
  readonly sent: number
  readonly classes: number
}

/** A class of findings: its first one, as small as it can be made, and their number. */
export interface FindingClass {
  readonly finding: Finding
  readonly count: number
}

export interface FuzzResult {
  readonly sent: number
  /** How many of them went over a socket. */
  readonly sentOverSockets: number
  readonly findings: readonly FindingClass[]
  /** How often each operation responded with a status. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>
  /** The heap after garbage collections, in bytes. */
  readonly heaps: readonly number[]
  /** Undefined if the heap stayed as it was. */
  readonly growth: string | undefined
}

/** A round leaves behind what caches keep; a leak grows by more with every run that is longer. */
const ALLOWED_GROWTH = { share: 0.1, bytes: 6 * 2 ** 20 }
const ROUNDS_PER_MEASUREMENT = 2
/** Minimising takes up to ten seconds each. */
const MAX_MINIMISED = 5

/** Sends generated requests, round by round, and collects what is wrong. The same seed sends the same requests. */
export const runFuzz = async (options: FuzzOptions): Promise<FuzzResult> => {
  const processProblems = watchProcess()
  const watchdog = startWatchdog()
  try {
    return await runRounds(options, { processProblems, watchdog })
  } finally {
    processProblems.stop()
    await watchdog.stop()
  }
}

type Watchers = Pick<RoundOptions, 'processProblems' | 'watchdog'>

const runRounds = async (
  { seed, roundSize, roundsPerSocketRound, goesOn, onRound }: FuzzOptions,
  watchers: Watchers,
): Promise<FuzzResult> => {
  const target = createTarget()
  const classes = new Map<string, FindingClass>()
  const statuses = new Map<string, Map<number, number>>()
  const heaps: number[] = []
  let sent = 0
  let sentOverSockets = 0

  const collect = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      const key = classify(finding)
      const known = classes.get(key)
      classes.set(key, { finding: known?.finding ?? finding, count: (known?.count ?? 0) + 1 })
    }
  }

  for (let rounds = 0; goesOn(rounds); ) {
    const roundSeed = `${seed}/${rounds}`
    const result = await runRound({ ...watchers, target, prepare: normaliseRequest, seed: roundSeed, count: roundSize })
    sent += result.sent
    collect(result.findings)
    addStatuses(statuses, result.statuses)
    if (rounds % roundsPerSocketRound === roundsPerSocketRound - 1) {
      const overSockets = await runSocketRound(roundSeed, roundSize, watchers)
      sent += overSockets.sent
      sentOverSockets += overSockets.sent
      collect(overSockets.findings)
    }
    rounds++
    if (rounds % ROUNDS_PER_MEASUREMENT === 0) {
      await setImmediate()
      heaps.push(measureHeap())
    }
    onRound?.({ rounds, sent, classes: classes.size })
  }
  const findings = await minimiseFirst([...classes.values()], watchers.processProblems)
  return { sent, sentOverSockets, findings, statuses, heaps, growth: describeGrowth(heaps) }
}

/** Generated requests over one connection, and those that only a socket can send, to a server of their own. */
const runSocketRound = async (
  seed: string,
  roundSize: number,
  watchers: Watchers,
): Promise<{ sent: number; findings: readonly Finding[] }> => {
  const server = await startMockServer({ ...FUZZ_OPTIONS, port: 0 })
  const target = createSocketTarget(server.url)
  try {
    const count = Math.ceil(roundSize / 4)
    const round = await runRound({ ...watchers, target, prepare: prepareForSocket, seed: `${seed}/socket`, count })
    const oddities = await sendOddities({ url: server.url, seed, count: Math.ceil(count / 2) })
    const problems = watchers.processProblems.take()
    const request = { operation: 'socket', method: 'raw', path: '', headers: [], body: undefined }
    const unasked = problems.map(
      (problem): Finding => ({ problem, request, response: undefined, earlier: [], at: seed }),
    )
    return { sent: round.sent + oddities.sent, findings: [...round.findings, ...oddities.findings, ...unasked] }
  } finally {
    target.close()
    await server.close()
  }
}

const addStatuses = (
  all: Map<string, Map<number, number>>,
  added: ReadonlyMap<string, ReadonlyMap<number, number>>,
): void => {
  for (const [key, counts] of added) {
    const known = all.get(key) ?? new Map<number, number>()
    all.set(key, known)
    for (const [status, count] of counts) known.set(status, (known.get(status) ?? 0) + count)
  }
}

const minimiseFirst = async (
  classes: readonly FindingClass[],
  processProblems: ProcessProblems,
): Promise<FindingClass[]> => {
  const minimised: FindingClass[] = []
  for (const [index, { finding, count }] of classes.entries()) {
    const isTooMany = index >= MAX_MINIMISED
    minimised.push({
      count,
      finding: isTooMany ? { ...finding, earlier: [] } : await minimise(finding, processProblems),
    })
  }
  return minimised
}

/** Fewer measurements say nothing. */
const MIN_MEASUREMENTS = 8

const describeGrowth = (heaps: readonly number[]): string | undefined => {
  if (heaps.length < MIN_MEASUREMENTS || isFlat(heaps, ALLOWED_GROWTH)) return undefined
  const { third, fourth } = compareQuarters(heaps)
  return `the heap grew from ${toMebibytes(third)} to ${toMebibytes(fourth)} between the third and the fourth quarter`
}

import { median, ratio } from '../turns.mjs'
import { mebibytes, milliseconds, times } from './format.mjs'

/** A gate is how far machines that are noisy may miss the goal. */
const atLeast = (goal, gate, write = times) => ({
  text: `≥ ${write(goal)}`,
  isMet: (value) => value >= goal,
  passesGate: (value) => value >= gate,
  write,
})
const atMost = (goal, gate, write = times) => ({
  text: `≤ ${write(goal)}`,
  isMet: (value) => value <= goal,
  passesGate: (value) => value <= gate,
  write,
})

const goal = (what, value, limit) => ({ what, value, limit })

const loadGoals = ({ step, connection, whole }) => [
  goal('import step / bare', step?.v2.share, atLeast(0.6, 0.47)),
  goal('import step / Prism', step?.Prism && step.v2.rate / step.Prism.rate, atLeast(12, 9.4)),
  goal('import step / WireMock', step?.WireMock && step.v2.rate / step.WireMock.rate, atLeast(1, 0.8)),
  goal('import step, 99th percentile / bare', step?.v2.p99Ratio, atMost(2, 2.5)),
  goal('GET bank connection / bare', connection?.v2.share, atLeast(0.8, 0.62)),
  goal('GET bank connection, 99th percentile / bare', connection?.v2.p99Ratio, atMost(2, 2.5)),
  goal('whole import / bare', whole?.v2.share, atLeast(0.55, 0.43)),
]

/** The cost of a request of one summary as a multiple of one of another's: by CPU time, if it is known. */
const costRatio = (one, other) => (one.cpu === undefined ? other.rate / one.rate : one.cpu / other.cpu)

/** The cost of a page of transactions if there are many, as a multiple of its cost if there are few. */
const pageGoals = ({ pages }) =>
  Object.entries(pages ?? {}).flatMap(([size, { v2, many, manyLast }]) => [
    goal(`cost of a page of ${size}: first of many / of few`, costRatio(many, v2), atMost(1.25, 1.55)),
    goal(`cost of a page of ${size}: last of many / of few`, costRatio(manyLast, v2), atMost(1.25, 1.55)),
  ])

const versionGoals = (summaries) =>
  [
    ['import step', summaries.step],
    ['GET bank connection', summaries.connection],
    ['whole import', summaries.whole],
  ].map(([name, summary]) =>
    goal(`${name}: cost of v2 / v1`, summary?.v1 && costRatio(summary.v2, summary.v1), atMost(1.1, 1.35)),
  )

const startGoals = ({ mock, nothing }) => [
  goal('start to first response', median(mock.map(({ wall }) => wall)), atMost(150, 188, milliseconds)),
  goal('start / node -e 0', ratio(mock, nothing, 'wall'), atMost(3.4, 4.25)),
]

const memoryGoals = ({ idle, samples }) => [
  goal('memory idle', idle, atMost(65 * 2 ** 20, 81 * 2 ** 20, mebibytes)),
  goal('memory after 400,000 requests', samples?.at(-1), atMost(105 * 2 ** 20, 131 * 2 ** 20, mebibytes)),
  goal('… / after 100,000 requests', samples && samples.at(-1) / samples[0], atMost(1.1, 1.25)),
]

/** The goals of what was measured. */
export const goalsOf = ({ summaries, starts, memory }) =>
  [
    ...loadGoals(summaries),
    ...pageGoals(summaries),
    ...versionGoals(summaries),
    ...startGoals(starts),
    ...memoryGoals(memory),
  ].filter(({ value }) => value !== undefined)

export const missesGate = ({ value, limit }) => !limit.passesGate(value)

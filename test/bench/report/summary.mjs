import { median, ratio } from '../turns.mjs'

const sum = (results, field) => results.reduce((total, result) => total + result[field], 0)

const rateOf = ({ requests, time }) => (requests / time) * 1_000_000

const withRate = (results) => results.map((result) => ({ ...result, rate: rateOf(result) }))

/** CPU time (µs) of the server for each request, over all turns, because the clock behind it is coarse. */
const cpuOf = (results) => (results[0].cpu === undefined ? undefined : sum(results, 'cpu') / sum(results, 'requests'))

/**
 * Figures of each subject of a workload, by name: medians of the turns; shares of the bare server are medians of the
 * quotients of each turn.
 */
export const summarize = (measured) => {
  const bare = withRate(measured.bare)
  const bareCpu = cpuOf(bare)
  const figuresOf = (results) => {
    const cpu = cpuOf(results)
    return {
      rate: median(results.map(({ rate }) => rate)),
      share: ratio(results, bare, 'rate'),
      cpu,
      cpuShare: cpu === undefined ? undefined : bareCpu / cpu,
      p50: median(results.map(({ p50 }) => p50)),
      p99: median(results.map(({ p99 }) => p99)),
      p99Ratio: ratio(results, bare, 'p99'),
    }
  }
  return Object.fromEntries(Object.entries(measured).map(([name, results]) => [name, figuresOf(withRate(results))]))
}

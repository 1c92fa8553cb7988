import { median, ratio } from './turns.mjs'

const two = (value) => value.toFixed(2)
const atLeast = (goal, gate) => ({ goal: `≥ ${two(goal)}`, ok: (v) => v >= goal, passes: (v) => v >= gate })
const atMost = (goal, gate, write = two) => ({
  goal: `≤ ${write(goal)}`,
  ok: (v) => v <= goal,
  passes: (v) => v <= gate,
})
const ms = (value) => `${value.toFixed(0)} ms`
const mib = (value) => `${value.toFixed(0)} MiB`
const none = { goal: '', ok: () => undefined, passes: () => true }

const row = (what, value, limit, more = {}) => ({ what, value, limit, write: two, ...more })

/** Throughput of one subject as a share of another's, with the same share by CPU time and the noise beside it. */
const throughput = (result, label, of, limit) =>
  row(`${result.name} ${label} / bare`, ratio(result.bare, result[of], 'wall'), limit, {
    cpu: ratio(result.bare, result[of], 'cpu'),
    noise: ratio(result.bare, result.again, 'wall'),
    took: `${median(result[of].map(({ wall }) => wall)).toFixed(0)} µs`,
  })

/** Cost of one subject in multiples of another's. */
const cost = (result, what, of, to, limit) =>
  row(what, ratio(result[of], result[to], 'wall'), limit, {
    cpu: ratio(result[of], result[to], 'cpu'),
    noise: ratio(result.again, result.bare, 'wall'),
  })

/** All lines of the table. A gate stands 20 to 25 % under its goal, because machines are noisy. */
export const rowsOf = ({ step, full, connection, transactions, starts, memory }) => {
  const sameCost = atMost(1.1, 1.35)
  const samePage = atMost(1.25, 1.55)
  const { few, manyCount: many } = transactions
  const started = median(starts.mock.map(({ wall }) => wall))
  const noise = ratio(starts.again, starts.bare, 'wall')
  return [
    throughput(step, 'v1', 'v1', atLeast(0.6, 0.47)),
    throughput(step, 'v2', 'v2', atLeast(0.6, 0.47)),
    throughput(full, 'v1', 'v1', none),
    throughput(full, 'v2', 'v2', none),
    throughput(connection, 'v1', 'v1', atLeast(0.75, 0.58)),
    throughput(connection, 'v2', 'v2', atLeast(0.75, 0.58)),
    throughput(transactions, `of ${few}`, 'v1', none),
    throughput(transactions, `of ${many}`, 'many', none),
    cost(transactions, `cost of first page, ${many} to ${few}`, 'many', 'v1', samePage),
    cost(transactions, `cost of last page, ${many} to ${few}`, 'manyLast', 'v1', samePage),
    ...[step, full, connection, transactions].map((result) =>
      cost(result, `cost of v2 to v1, ${result.name}`, 'v2', 'v1', sameCost),
    ),
    row('start to first answer', started, atMost(150, 188, ms), { write: ms, noise }),
    row('start / node -e 0', ratio(starts.mock, starts.nothing, 'wall'), atMost(3.4, 4.25), { noise }),
    row('start / bare server', ratio(starts.mock, starts.bare, 'wall'), none, { noise }),
    row('memory idle', memory.idle / 2 ** 20, atMost(75, 94, mib), { write: mib }),
    row(`memory with ${memory.imports} imports`, memory.loaded / 2 ** 20, none, { write: mib }),
    row('memory per kept import', (memory.loaded - memory.idle) / memory.imports / 1024, none, {
      write: (value) => `${value.toFixed(1)} KiB`,
    }),
  ]
}

const COLUMNS = ['what', 'median', 'by CPU', 'A/A', 'takes', 'goal', '']

const cellsOf = ({ what, value, write, cpu, noise, took, limit }) => [
  what,
  write(value),
  cpu === undefined ? '' : two(cpu),
  noise === undefined ? '' : two(noise),
  took ?? '',
  limit.goal,
  limit.ok(value) === undefined ? '' : limit.ok(value) ? 'ok' : limit.passes(value) ? 'missed' : 'missed, gate too',
]

export const printTable = (rows) => {
  const lines = [COLUMNS, ...rows.map(cellsOf)]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)))
  for (const cells of lines) {
    console.log(
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
  }
}

export const missedGates = (rows) => rows.filter(({ value, limit }) => !limit.passes(value))

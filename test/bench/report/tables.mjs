import { median, ratio } from '../turns.mjs'
import { PAGE_CONNECTIONS } from '../workloads/transactions.mjs'
import { count, fromMicroseconds, mebibytes, milliseconds, times } from './format.mjs'

const NAMES = {
  bare: 'bare Hono',
  again: 'bare Hono again (A/A)',
  v1: 'finapi-mock, v1',
  v2: 'finapi-mock',
  many: 'finapi-mock, first page of many',
  manyLast: 'finapi-mock, last page of many',
}

export const displayName = (name) => NAMES[name] ?? name

const orDash = (write, value) => (value === undefined ? '–' : write(value))

const loadTable = (title, summary) => ({
  title,
  columns: ['', 'requests/s', '/ bare', 'CPU per request', '/ bare by CPU', '50 %', '99 %', '99 % / bare'],
  rows: Object.entries(summary).map(([name, figures]) => [
    displayName(name),
    count(figures.rate),
    times(figures.share),
    orDash((value) => `${value.toFixed(0)} µs`, figures.cpu),
    orDash(times, figures.cpuShare),
    fromMicroseconds(figures.p50),
    fromMicroseconds(figures.p99),
    times(figures.p99Ratio),
  ]),
})

const startTable = (starts) => ({
  title: 'Start to first correct response',
  columns: ['', 'median', '/ node -e 0', '/ bare'],
  rows: Object.entries({ nothing: 'node -e 0', bare: NAMES.bare, again: NAMES.again, mock: NAMES.v2 }).map(
    ([name, text]) => [
      text,
      milliseconds(median(starts[name].map(({ wall }) => wall))),
      times(ratio(starts[name], starts.nothing, 'wall')),
      times(ratio(starts[name], starts.bare, 'wall')),
    ],
  ),
})

const memoryTable = ({ idle, samples = [], sent }) => ({
  title: 'Resident memory',
  columns: ['requests', 'memory'],
  rows: [
    ['0, idle', mebibytes(idle)],
    ...samples.map((bytes, index) => [count((sent / samples.length) * (index + 1)), mebibytes(bytes)]),
  ],
})

const goalTable = (goals) => ({
  title: 'Goals',
  columns: ['', 'measured', 'goal', ''],
  rows: goals.map(({ what, value, limit }) => [
    what,
    limit.write(value),
    limit.text,
    limit.isMet(value) ? 'met' : limit.passesGate(value) ? 'missed' : 'missed, and its gate',
  ]),
})

/** All tables of a report: a title, columns and rows of text. */
export const tablesOf = ({ summaries, transactions, starts, memory, goals }) => {
  const { step, connection, whole, pages = {} } = summaries
  const tables = [loadTable('Import step (510 with a challenge)', step), loadTable('GET bank connection', connection)]
  if (whole !== undefined) tables.push(loadTable('Whole import (three requests)', whole))
  for (const [size, summary] of Object.entries(pages)) {
    const { few, many } = transactions
    tables.push(
      loadTable(
        `Page of ${size} transactions (${PAGE_CONNECTIONS} connections): the user has ${count(few)}, or many (${count(many)})`,
        summary,
      ),
    )
  }
  return [...tables, startTable(starts), memoryTable(memory), goalTable(goals)]
}
